/** How much each fault test does: the short form is part of `npm test`, the full one is `npm run test:faults`. */

const isFull = process.env.FAULTS === 'full';

export const sizes = {
  schedules: isFull ? 20_000 : 2_000,
  kills: isFull ? 200 : 20,
  /** Messages of each kind of nonsense. */
  nonsense: isFull ? 500 : 60,
  soakMs: isFull ? 600_000 : 20_000,
  /** Of the process. Heaps of workers come and go, of up to 30 MB each; in the short form they only just begin. */
  soakGrowthBytes: (isFull ? 32 : 64) * 1024 * 1024,
};
