/** From what is stored of a plan to what a room starts with: reading bytes, and no document, whenever that is possible. */
import type { PlanId } from '@longtable/shared/ids';
import { combineUpdates, decodeUpdate } from '@longtable/shared/updates/update-codec';
import { type PlanStore, type StoredPlan, StoreFailed } from '../store/plan-store.ts';
import { admit } from './admission.ts';
import { KnownState } from './known-state.ts';
import { maxBytesToCompactHere, maxTailBytes, maxTailRows } from './limits.ts';
import { PlanBytes } from './plan-bytes.ts';
import { compactPlan } from './plan-documents.ts';
import type { PlanWorker } from './plan-worker-client.ts';

export interface RestoredPlan {
  bytes: PlanBytes;
  known: KnownState;
}

/** @throws StoreFailed when the log does not fit its checkpoint */
export async function restorePlan(
  plan: PlanId,
  { checkpoint, rows }: StoredPlan,
  { store, worker }: { store: PlanStore; worker: PlanWorker },
): Promise<RestoredPlan> {
  const seq = rows.at(-1)?.seq ?? checkpoint?.seq ?? 0;
  const tailBytes = rows.reduce((sum, { update }) => sum + update.byteLength, 0);
  if (!checkpoint || rows.length > maxTailRows || tailBytes > maxTailBytes) {
    const updates = rows.map(({ update }) => update);
    const whole = checkpoint ? [checkpoint.update, ...updates] : updates;
    const compact =
      tailBytes < maxBytesToCompactHere && !checkpoint ? compactPlan(whole) : await worker.compactPlan(whole);
    await store.saveCheckpoint(plan, { seq, ...compact });
    return { bytes: new PlanBytes(seq, compact), known: KnownState.decode(compact.known) };
  }
  const known = KnownState.decode(checkpoint.known);
  const bytes = new PlanBytes(checkpoint.seq, checkpoint);
  if (rows.length > 0) {
    const update = combineUpdates(rows.map((row) => row.update));
    const admitted = admit(decodeUpdate(update), known);
    if (!admitted.ok) throw new StoreFailed(`The log of plan ${plan} does not fit its checkpoint: ${admitted.reason}`);
    known.grow(admitted);
    const deletes = !admitted.deletions.isEmpty;
    bytes.push({ after: checkpoint.seq, to: seq, update, clocks: admitted.clocks, deletes }, rows.length);
  }
  return { bytes, known };
}
