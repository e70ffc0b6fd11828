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
}

export interface RateLimit {
  /** Counts one. @throws Problem 429 */
  spend(c: Context, key: string): Promise<void>;
}

/** @param isOn false lifts them all, for load tests */
export function createRateLimits(isOn: boolean): RateLimits {
  const limit = (points: number) => (isOn ? limitTo(points) : unlimited);
  return {
    guests: limit(1_000),
    plans: limit(200),
    imports: limit(40),
    marks: limit(600),
    restores: limit(300),
  };
}

export const addressOf = (c: Context) => c.req.header(addressHeader) ?? 'unknown';

const unlimited: RateLimit = { spend: async () => undefined };

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
