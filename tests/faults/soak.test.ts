import { planText } from '@longtable/shared/plan/document';
import { expect, onTestFinished, test } from 'vitest';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Condition } from '../../server/src/testing/bare-server.ts';
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
/** Of what the main thread holds in use. */
const maxHeldGrowthBytes = 4 * 1024 * 1024;
/** Texts are cut back to nothing at this length: what is measured is what writing leaves behind. */
const maxLetters = 2_000;
/** One in so many edits begins at another place; the others go on, as people write. */
const editsAtOnePlace = 20;

interface Seat {
  guest: Guest;
  plan: string;
  provider: WebsocketProvider;
  /** Where its last words end. */
  caret: Y.RelativePosition | null;
}

function writeOn(seat: Seat, random: Random): void {
  const { doc } = seat.provider;
  const text = planText(doc, 'context');
  if (!text) return;
  if (text.length > maxLetters) text.delete(0, text.length);
  const known = seat.caret && Y.createAbsolutePositionFromRelativePosition(seat.caret, doc)?.index;
  const goesOn = known !== null && known !== undefined && random.below(editsAtOnePlace) > 0;
  const index = goesOn ? known : random.below(text.length + 1);
  text.insert(index, 'written');
  seat.caret = Y.createRelativePositionFromTypeIndex(text, index + 'written'.length, -1);
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
    return { guest, plan, provider: server.connect(plan, guest), caret: null };
  });
  await Promise.all(seats.map(({ provider }) => synced(provider)));

  const writing = setInterval(() => writeOn(random.pick(seats) as Seat, random), editEveryMs);
  const returning = setInterval(() => {
    const seat = random.pick(seats) as Seat;
    const { doc } = seat.provider;
    seat.provider.destroy();
    // A provider leaves its document alone, and the timer of its presence keeps it.
    doc.destroy();
    seat.provider = server.connect(seat.plan, seat.guest);
    seat.caret = null;
  }, returnEveryMs);

  const kept: Condition[] = [];
  await new Promise<void>((resolve, reject) => {
    const sampling = setInterval(() => {
      server.condition().then((condition) => {
        kept.push(condition);
        if (kept.length < samples) return;
        clearInterval(sampling);
        resolve();
      }, reject);
    }, sizes.soakMs / samples);
  });
  clearInterval(writing);
  clearInterval(returning);
  for (const { provider } of seats) provider.destroy();

  requireFlat(
    kept.map(({ residentBytes }) => residentBytes),
    sizes.soakGrowthBytes,
  );
  requireFlat(
    kept.map(({ heldBytes }) => heldBytes),
    maxHeldGrowthBytes,
  );
});

/** Holds the end against the time right after the warm-up, as medians: heaps of workers come and go. */
function requireFlat(samples: readonly number[], maxBytes: number): void {
  const settled = samples.slice(samples.length * warmUp);
  const third = Math.ceil(settled.length / 3);
  const growth = medianOf(settled.slice(-third)) - medianOf(settled.slice(0, third));
  expect(growth, `${samples.map((bytes) => bytes >> 20)} MiB`).toBeLessThan(maxBytes);
}

const medianOf = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
