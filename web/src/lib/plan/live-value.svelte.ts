/** A value that is read from the live plan, and read again only after what it depends on has changed. */
import { createSubscriber } from 'svelte/reactivity';

export interface LiveValue<T> {
  readonly current: T;
}

/**
 * @param listen starts to listen and calls `changed` after each change; returns what ends it
 */
export function liveValue<T>(read: () => T, listen: (changed: () => void) => () => void): LiveValue<T> {
  let cached: { value: T } | null = null;
  let isHeard = false;
  const subscribe = createSubscriber((update) => {
    const stop = listen(() => {
      cached = null;
      // Yjs may fire inside a template effect (a focused editor that goes away): writes wait their turn.
      queueMicrotask(update);
    });
    isHeard = true;
    return () => {
      isHeard = false;
      cached = null;
      stop();
    };
  });
  return {
    get current() {
      subscribe();
      if (!isHeard) return read();
      cached ??= { value: read() };
      return cached.value;
    },
  };
}
