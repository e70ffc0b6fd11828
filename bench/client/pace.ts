/** Calls `act` at an even rate; what a late timer misses is made up for. */
export async function pace(perSecond: number, seconds: number, act: (turn: number) => void): Promise<void> {
  const total = Math.round(perSecond * seconds);
  const start = performance.now();
  for (let done = 0; done < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
    for (; done < due; done++) act(done);
    if (performance.now() - start > seconds * 1000 + 10_000) return;
    await pause(1);
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Looks every few milliseconds until `check` holds. @returns whether it did in time */
export async function waitUntil(check: () => boolean, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end; ) {
    if (check()) return true;
    await pause(5);
  }
  return check();
}
