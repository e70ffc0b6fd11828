/** Waiting for a state that nobody announces, such as what a process keeps in memory: looks, and looks again. */

const lookEveryMs = 20;

/** Resolves when `check` holds. @throws when it has not held within `withinMs` */
export async function eventually(what: string, withinMs: number, check: () => boolean | Promise<boolean>) {
  const end = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`Within ${withinMs} ms it did not come to this: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
