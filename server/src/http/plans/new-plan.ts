/** Making a plan with its first rows: empty, from an example, from files, or from another plan. All or nothing. */
import { randomInt } from 'node:crypto';
import { createActorId, createPlanId, type PlanId, randomId } from '@longtable/shared/ids';
import type { PlanContent } from '@longtable/shared/plan/document';
import { initialisePlan, type NewPlan } from '@longtable/shared/plan/edits';
import { structureOf } from '@longtable/shared/plan/structure';
import * as Y from 'yjs';
import { type ExampleName, exampleHead, readExample } from '../../import/examples.ts';
import type { ImportFile } from '../../import/import-plan.ts';
import type { UploadedFile } from '../../import/open-files.ts';
import { readPlanRows, writePlanRows } from '../../import/read-plan-rows.ts';
import type { Actor, NewLogRow, PlanStore } from '../../store/plan-store.ts';

/** Who brings the example in, so that history says truly that no person wrote it here. */
const exampleImporter = { name: 'Longtable import', organisation: null };
/** Where the id of the plan that everyone opens is kept. */
const exampleSettings: Record<ExampleName, string> = {
  'us-open-government': 'example-plan',
  'governance-models': 'example-plan:governance-models',
  'bowling-green': 'example-plan:bowling-green',
};

export async function createEmptyPlan(store: PlanStore, actor: Actor, plan: NewPlan): Promise<PlanId> {
  const doc = new Y.Doc();
  initialisePlan(doc, plan);
  return storePlan(store, actor, [Y.encodeStateAsUpdate(doc)], doc.clientID, null);
}

/** @throws ImportRefused */
export async function createPlanFromFiles(
  store: PlanStore,
  actor: Actor,
  files: readonly (UploadedFile | ImportFile)[],
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

/** What another plan is made of, without its texts: see `structureOf`. */
export async function createPlanFromStructure(
  store: PlanStore,
  actor: Actor,
  source: PlanContent,
  title: string,
): Promise<PlanId> {
  const { languages, ...structure } = structureOf(source);
  const { updates, clientId } = await writePlanRows({ plan: { title, languages }, ...structure });
  return storePlan(store, actor, updates, clientId, 'structure');
}

/** The example plans of this installation: imported when they are first opened, then the same for everyone. */
export class SharedExamples {
  readonly #store: PlanStore;
  readonly #opening = new Map<ExampleName, Promise<PlanId>>();

  constructor(store: PlanStore) {
    this.#store = store;
  }

  open(name: ExampleName): Promise<PlanId> {
    const known = this.#opening.get(name);
    if (known) return known;
    const opening = this.#findOrImport(name).catch((error: unknown) => {
      this.#opening.delete(name);
      throw error;
    });
    this.#opening.set(name, opening);
    return opening;
  }

  async #findOrImport(name: ExampleName): Promise<PlanId> {
    const known = (await this.#store.readSetting(exampleSettings[name])) as PlanId | null;
    if (known) return known;
    const actor: Actor = { id: createActorId(), ...exampleImporter };
    // An actor needs a session row to exist; this one's is over before it begins, and nobody holds its token.
    await this.#store.createActor(actor, randomId(), 0);
    const plan = await createPlanFromExample(this.#store, actor, name);
    await this.#store.writeSetting(exampleSettings[name], plan);
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
