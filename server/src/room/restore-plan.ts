/** From what is stored of a plan to what a room starts with: reading bytes, and no document, whenever that is possible. */
import type { PlanId } from '@longtable/shared/ids';
import { combineUpdates, decodeUpdate } from '@longtable/shared/updates/update-codec';
import { type PlanStore, type StoredPlan, StoreFailed } from '../store/plan-store.ts';
import { WorkerExited } from '../worker-rpc.ts';
import { admit } from './admission.ts';
import { KnownState } from './known-state.ts';
import { maxBytesToCompactHere, maxTailBytes, maxTailRows } from './limits.ts';
import { PlanBytes } from './plan-bytes.ts';
import { type CompactPlan, compactPlan } from './plan-documents.ts';
import type { PlanWorker } from './plan-worker-client.ts';

interface RestoreParts {
  store: PlanStore;
  worker: PlanWorker;
}

export interface RestoredPlan {
  bytes: PlanBytes;
  known: KnownState;
}

/** @throws StoreFailed when the log does not fit its checkpoint */
export async function restorePlan(plan: PlanId, stored: StoredPlan, parts: RestoreParts): Promise<RestoredPlan> {
  const { checkpoint, rows } = stored;
  const seq = rows.at(-1)?.seq ?? checkpoint?.seq ?? 0;
  const tailBytes = rows.reduce((sum, { update }) => sum + update.byteLength, 0);
  if (!checkpoint || rows.length > maxTailRows || tailBytes > maxTailBytes) {
    const compact = await compactStored(stored, tailBytes, parts);
    if (compact) {
      await parts.store.saveCheckpoint(plan, { seq, ...compact });
      return { bytes: new PlanBytes(seq, compact), known: KnownState.decode(compact.known) };
    }
  }
  const base = checkpoint ?? { seq: 0, ...compactPlan([]) };
  const known = KnownState.decode(base.known);
  const bytes = new PlanBytes(base.seq, base);
  if (rows.length > 0) {
    const update = combineUpdates(rows.map((row) => row.update));
    const admitted = admit(decodeUpdate(update), known, 'stored');
    if (!admitted.ok) throw new StoreFailed(`The log of plan ${plan} does not fit its checkpoint: ${admitted.reason}`);
    known.grow(admitted);
    const deletes = !admitted.deletions.isEmpty;
    bytes.push({ after: base.seq, to: seq, update, clocks: admitted.clocks, deletes }, rows.length);
  }
  return { bytes, known };
}

/** All as one update, or null when that takes a document too long: the plan opens all the same, row by row. */
async function compactStored(
  { checkpoint, rows }: StoredPlan,
  tailBytes: number,
  { worker }: RestoreParts,
): Promise<CompactPlan | null> {
  const updates = rows.map(({ update }) => update);
  const whole = checkpoint ? [checkpoint.update, ...updates] : updates;
  if (tailBytes < maxBytesToCompactHere && !checkpoint) return compactPlan(whole);
  try {
    return await worker.compactPlan(whole);
  } catch (error) {
    if (!(error instanceof WorkerExited)) throw error;
    console.error('A plan takes too long to compact; it is opened as it is:', error);
    return null;
  }
}
