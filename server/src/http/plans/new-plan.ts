/** Making a plan with its first rows: empty, from an example, or from somebody's files. All or nothing. */
import { randomInt } from 'node:crypto';
import { createActorId, createPlanId, type PlanId, randomId } from '@longtable/shared/ids';
import { initialisePlan, type NewPlan } from '@longtable/shared/plan/edits';
import * as Y from 'yjs';
import { type ExampleName, exampleHead, readExample } from '../../import/examples.ts';
import type { ImportFile } from '../../import/import-plan.ts';
import { readPlanRows } from '../../import/read-plan-rows.ts';
import type { Actor, NewLogRow, PlanStore } from '../../store/plan-store.ts';

/** Who brings the example in, so that history says truly that no person wrote it here. */
const exampleImporter = { name: 'Longtable import', organisation: null };
const exampleSetting = 'example-plan';

export async function createEmptyPlan(store: PlanStore, actor: Actor, plan: NewPlan): Promise<PlanId> {
  const doc = new Y.Doc();
  initialisePlan(doc, plan);
  return storePlan(store, actor, [Y.encodeStateAsUpdate(doc)], doc.clientID, null);
}

/** @throws ImportRefused */
export async function createPlanFromFiles(
  store: PlanStore,
  actor: Actor,
  files: readonly ImportFile[],
  head: Partial<NewPlan> = {},
): Promise<PlanId> {
  const { updates, clientId } = await readPlanRows(files, head);
  return storePlan(store, actor, updates, clientId, 'import');
}

export async function createPlanFromExample(
  store: PlanStore,
  actor: Actor,
  example: ExampleName,
  title?: string,
): Promise<PlanId> {
  const head = { ...exampleHead[example], ...(title !== undefined && { title }) };
  return createPlanFromFiles(store, actor, await readExample(example), head);
}

/** The example plan of this installation: imported when it is first opened, then the same for everyone. */
export class SharedExample {
  readonly #store: PlanStore;
  #opening: Promise<PlanId> | null = null;

  constructor(store: PlanStore) {
    this.#store = store;
  }

  open(): Promise<PlanId> {
    this.#opening ??= this.#findOrImport().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #findOrImport(): Promise<PlanId> {
    const known = (await this.#store.readSetting(exampleSetting)) as PlanId | null;
    if (known) return known;
    const actor: Actor = { id: createActorId(), ...exampleImporter };
    // An actor needs a session row to exist; this one's is over before it begins, and nobody holds its token.
    await this.#store.createActor(actor, randomId(), 0);
    const plan = await createPlanFromExample(this.#store, actor, 'us-open-government');
    await this.#store.writeSetting(exampleSetting, plan);
    return plan;
  }
}

async function storePlan(
  store: PlanStore,
  actor: Actor,
  updates: readonly Uint8Array[],
  clientId: number,
  intent: string | null,
): Promise<PlanId> {
  const plan = createPlanId();
  const session = `${intent ?? 'create'}-${randomInt(2 ** 47).toString(36)}`;
  const at = Date.now();
  const rows = updates.map(
    (update, index): NewLogRow => ({
      plan,
      seq: index + 1,
      actor: actor.id,
      onBehalfOf: actor.organisation,
      session,
      at,
      intent,
      update,
    }),
  );
  await store.createPlan(plan, rows, [clientId]);
  return plan;
}
