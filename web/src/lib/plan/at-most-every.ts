/** For what takes long and is asked for with every letter: a call that passes others on, so often and no more. */

export interface Paced {
  tell: () => void;
  stop: () => void;
}

/** @param ms how long after the first call of several one is passed on for all of them */
export function atMostEvery(ms: number, tell: () => void): Paced {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return {
    tell() {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        tell();
      }, ms);
    },
    stop() {
      clearTimeout(waiting);
      waiting = undefined;
    },
  };
}
