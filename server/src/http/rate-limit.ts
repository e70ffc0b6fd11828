/** How often one address or person may do what costs us something. Generous: a hall full of people shares an address. */
import type { Context } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { addressHeader } from './client-address.ts';
import { Problem } from './problem.ts';

const seconds = 600;

export interface RateLimits {
  /** New names, per address. */
  guests: RateLimit;
  /** New plans, per person. */
  plans: RateLimit;
  /** Imports, per person: each is read in a worker, one after the other. */
  imports: RateLimit;
  /** Versions, notes on changes, and how far somebody has looked, per person. */
  marks: RateLimit;
  /** Restores and previews of them, per person: each works on a copy of the whole plan. */
  restores: RateLimit;
  /** Questions about history, and exports, by people with a name. */
  reads: ReadLimit;
  /** The same by all of an address who have none. */
  unnamedReads: ReadLimit;
}

export interface RateLimit {
  /** Counts one. @throws Problem 429 */
  spend(c: Context, key: string): Promise<void>;
}

export interface ReadLimit extends RateLimit {
  /** Counts one until it is done. @throws Problem 429 when too many of theirs have no answer yet */
  within(c: Context, key: string, ask: () => Promise<void>): Promise<void>;
}

/** @param isOn false lifts them all, for load tests */
export function createRateLimits(isOn: boolean): RateLimits {
  const limit = (points: number) => (isOn ? limitTo(points) : unlimited);
  const limitReads = (points: number, atOnce: number) => (isOn ? limitReadsTo(points, atOnce) : unlimited);
  return {
    guests: limit(1_000),
    plans: limit(200),
    imports: limit(40),
    marks: limit(600),
    restores: limit(300),
    // Whoever drags along the timeline asks many times a second.
    reads: limitReads(6_000, 32),
    unnamedReads: limitReads(30_000, 256),
  };
}

export const addressOf = (c: Context) => c.req.header(addressHeader) ?? 'unknown';

const unlimited: ReadLimit = { spend: async () => undefined, within: (_c, _key, ask) => ask() };

function limitTo(points: number): RateLimit {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    async spend(c, key) {
      try {
        await limiter.consume(key);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const wait = Math.ceil(refused.msBeforeNext / 1000);
        c.header('retry-after', String(wait));
        throw new Problem(429, `This is too often. Try again in ${Math.ceil(wait / 60)} minutes.`, 'too-often');
      }
    },
  };
}

/** @param atOnce so many may wait: one thread answers for all plans, one question after the other */
function limitReadsTo(points: number, atOnce: number): ReadLimit {
  const waiting = new Map<string, number>();
  return {
    ...limitTo(points),
    async within(c, key, ask) {
      const count = waiting.get(key) ?? 0;
      if (count >= atOnce) {
        c.header('retry-after', '1');
        throw new Problem(429, 'What you asked before is still being answered. Try again in a moment.', 'too-often');
      }
      waiting.set(key, count + 1);
      try {
        await ask();
      } finally {
        const left = (waiting.get(key) ?? 1) - 1;
        if (left > 0) waiting.set(key, left);
        else waiting.delete(key);
      }
    },
  };
}
