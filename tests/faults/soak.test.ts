import { planText } from '@longtable/shared/plan/document';
import { expect, onTestFinished, test } from 'vitest';
import type { WebsocketProvider } from 'y-websocket';
import { Random } from './random.ts';
import { type Guest, ServerProcess, synced } from './server-process.ts';
import { sizes } from './sizes.ts';

const plansCount = 5;
const peopleCount = 20;
const editEveryMs = 5;
const returnEveryMs = 200;
const samples = 20;
/** The first part of the time is for heaps to grow to their size. */
const warmUp = 0.4;
const maxGrowthBytes = 16 * 1024 * 1024;
/** Texts are cut back to nothing at this length: what is measured is what writing leaves behind. */
const maxLetters = 2_000;

interface Seat {
  guest: Guest;
  plan: string;
  provider: WebsocketProvider;
}

test(`after ${sizes.soakMs / 1000} s of writing, coming and going the server needs as much memory as before`, {
  timeout: sizes.soakMs + 60_000,
}, async () => {
  const server = await ServerProcess.start();
  onTestFinished(() => server.remove());
  const random = new Random(Number(process.env.SEED ?? 1));
  const guests = await Promise.all(Array.from({ length: peopleCount }, (_, index) => server.join(`P${index}`)));
  const plans = await Promise.all(guests.slice(0, plansCount).map((guest) => server.startPlan(guest)));
  const seats = guests.map((guest, index): Seat => {
    const plan = plans[index % plansCount] as string;
    return { guest, plan, provider: server.connect(plan, guest) };
  });
  await Promise.all(seats.map(({ provider }) => synced(provider)));

  const writing = setInterval(() => {
    const text = planText((random.pick(seats) as Seat).provider.doc, 'context');
    if (!text) return;
    if (text.length > maxLetters) text.delete(0, text.length);
    else text.insert(random.below(text.length + 1), 'written');
  }, editEveryMs);
  const returning = setInterval(() => {
    const seat = random.pick(seats) as Seat;
    const { doc } = seat.provider;
    seat.provider.destroy();
    // A provider leaves its document alone, and the timer of its presence keeps it.
    doc.destroy();
    seat.provider = server.connect(seat.plan, seat.guest);
  }, returnEveryMs);

  const kept: number[] = [];
  await new Promise<void>((resolve, reject) => {
    const sampling = setInterval(() => {
      server.condition().then(({ residentBytes }) => {
        kept.push(residentBytes);
        if (kept.length < samples) return;
        clearInterval(sampling);
        resolve();
      }, reject);
    }, sizes.soakMs / samples);
  });
  clearInterval(writing);
  clearInterval(returning);
  for (const { provider } of seats) provider.destroy();

  const settled = kept.slice(samples * warmUp);
  expect(slopeOf(settled) * settled.length, `${kept.map((bytes) => bytes >> 20)} MiB`).toBeLessThan(maxGrowthBytes);
});

/**
 * Per sample, as the median of the slopes between any two (Theil and Sen): a worker that starts late takes its memory
 * once, and is no slope.
 */
function slopeOf(values: readonly number[]): number {
  const slopes = values.flatMap((value, index) =>
    values.slice(index + 1).map((later, ahead) => (later - value) / (ahead + 1)),
  );
  return slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)] ?? 0;
}
