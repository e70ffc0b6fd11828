/**
 * For tests: three weeks of a plan that thirty people of nine organisations write, as a coordinator finds it who comes
 * back after them: 240 changes, one of which replaced a paragraph that matters by nonsense. A seed decides what is
 * written; ids of people and of the plan are new each time, so that a database can hold several.
 */
import {
  type ActorId,
  createActorId,
  createPlanId,
  type ElementId,
  type PlanId,
  randomId,
} from '@longtable/shared/ids';
import { findElementMap, findTitle, planText } from '@longtable/shared/plan/document';
import {
  addElement,
  initialisePlan,
  linkElements,
  setElementField,
  setElementState,
} from '@longtable/shared/plan/edits';
import { type Block, textBlock, writeBlocks } from '@longtable/shared/plan/rich-text';
import * as Y from 'yjs';
import { mulberry32 } from '../history/generated-log.ts';
import type { Actor, PlanStore } from '../store/plan-store.ts';

export interface AfternoonOptions {
  /** Who comes back; somebody who is in the store already. */
  coordinator: Actor;
  /** When they do, milliseconds since 1970. */
  now?: number;
  seed?: number;
}

export interface Afternoon {
  plan: PlanId;
  /** The plan as the coordinator left it, three weeks before, and as it is now. */
  leftAt: number;
  head: number;
  people: Actor[];
  vandalism: {
    seq: number;
    element: ElementId;
    title: string;
    block: string;
    before: string;
    nonsense: string;
    by: Actor;
  };
}

export const afternoonChanges = 240;
const weeksMs = 21 * 24 * 60 * 60 * 1000;
/** Yjs client ids, one for each person. */
const firstClient = 1_000;
/** Which of the changes is the vandalism: others go on in the same element after it. */
const vandalismAt = 151;

const organisations = [
  'City of Ghent',
  'Neighbours of the Dok',
  'River authority',
  'Youth council',
  'University of Ghent',
  'Tenants’ union',
  'Climate coalition',
  'Chamber of crafts',
  'Network of libraries',
];
const names = [
  ...['Amina', 'Bram', 'Chi', 'Dee', 'Emre', 'Fien', 'Grace', 'Hugo', 'Ines', 'Jef', 'Kadir', 'Lena', 'Mila', 'Noor'],
  ...[
    'Omar',
    'Pia',
    'Quinten',
    'Rosa',
    'Sami',
    'Tess',
    'Umut',
    'Vera',
    'Wout',
    'Xenia',
    'Yara',
    'Zeno',
    'Alma',
    'Bilal',
  ],
  ...['Cleo', 'Dries'],
];
const beginnings: [string, string, string[]][] = [
  [
    'vision',
    'The river has a voice in every decision',
    [
      'By 2050 no permit on the banks is given without hearing those who live with the water.',
      'The guardians of the river speak at every council, and what they say is answered in public.',
      'Children who grow up here learn to read the river before they learn to read its laws.',
    ],
  ],
  [
    'deliberation',
    'Citizens’ assembly on water',
    ['A hundred people drawn by lot meet for six weekends.', 'It hands on to a standing committee.'],
  ],
  [
    'commitment',
    'Open the measurements of the river',
    ['Every gauge is published within the hour.', 'Who reads them can ask for a check.'],
  ],
  [
    'commitment',
    'A hall for the assembly',
    ['The old grain hall is given a roof.', 'It stays open to every neighbourhood.'],
  ],
  ['capability', 'Learning how to read a budget', ['Evenings in the libraries, twice a month.']],
  ['network', 'Table of the river towns', ['Eleven towns from the spring to the port.']],
  ['governance', 'A chair for the river', ['Held for two years, by turns.']],
  ['challenge', 'Flats stand empty while people wait', ['Nine hundred homes, and four thousand on the list.']],
  ['idea', 'A swimming place at the Dok', ['In summer, with someone to look after it.']],
  ['review', 'What the first assembly taught us', ['We asked too late who would answer.']],
];
const sentences = [
  'Those who carry the cost are asked first.',
  'It is looked at again every spring.',
  'Two members of each network keep an eye on it.',
  'What it costs is written beside it.',
  'Who cannot come in the evening can come at noon.',
  'The answer is given within a season, with reasons.',
  'It begins where it is needed most.',
  'A trial comes before a rule.',
  'Translators are there from the first hour.',
  'What was learned is handed on to the next table.',
];
const additions = [
  'A lending library for tools',
  'Answer every proposal within a season',
  'A week of open councils',
  'School parliaments',
  'Heat from the river',
  'Shade for the market',
];
const states: Record<string, string[]> = {
  commitment: ['committed', 'on-track', 'at-risk'],
  deliberation: ['planned', 'running'],
  governance: ['trial'],
};
const nonsense = 'lol who reads this anyway asdf asdf bananas bananas bananas 123';

/** Writes all of it through the store; a server that runs on the same database can open the plan at once. */
export async function writeAfternoon(
  store: PlanStore,
  { coordinator, now = Date.now(), seed = 1 }: AfternoonOptions,
): Promise<Afternoon> {
  const random = mulberry32(seed);
  const people = names.map((name, index): Actor => {
    return { id: createActorId(), name, organisation: organisations[index % organisations.length] as string };
  });
  // An actor needs a session to exist; these are over before they begin, and nobody holds their tokens.
  for (const person of people) await store.createActor(person, randomId(), 0);
  const log = new AfternoonLog(store, random);
  const begun = now - weeksMs - 60 * 60 * 1000;
  await log.begin(coordinator, begun);
  const leftAt = log.head;
  await store.marks.beginLook(log.plan, coordinator.id, leftAt, now - weeksMs);

  let vandalism: Afternoon['vandalism'] | null = null;
  const key = log.elements[0] as ElementId;
  for (let index = 0; index < afternoonChanges; index++) {
    // Each has something to say, and some far more than others.
    const by = people[index < people.length ? index : Math.floor(random() ** 1.5 * people.length)] as Actor;
    const share = (index + 1 + (random() - 0.5) * 0.8) / (afternoonChanges + 1);
    const at = Math.round(now - weeksMs + share * weeksMs);
    if (index === vandalismAt) vandalism = await log.vandalise(by, at, key);
    else if (index === vandalismAt + 1) await log.change(by, at, (doc) => log.addParagraph(doc, key));
    else await log.change(by, at, (doc) => log.editSomething(doc, by));
  }
  if (!vandalism) throw new Error('Nobody vandalised anything.');
  return { plan: log.plan, leftAt, head: log.head, people, vandalism };
}

class AfternoonLog {
  readonly plan = createPlanId();
  readonly elements: ElementId[] = [];
  readonly #store: PlanStore;
  readonly #random: () => number;
  /** Each writes in a document of their own, as in a browser, which has heard of all that came before. */
  readonly #docs = new Map<ActorId, { doc: Y.Doc; seen: number }>();
  readonly #updates: Uint8Array[] = [];
  #added = 0;

  constructor(store: PlanStore, random: () => number) {
    this.#store = store;
    this.#random = random;
  }

  get head(): number {
    return this.#updates.length;
  }

  async begin(coordinator: Actor, at: number): Promise<void> {
    const doc = await this.#docOf(coordinator);
    initialisePlan(doc, {
      title: 'Democracy on the river',
      context: 'The towns of the river, from the spring to the port.',
    });
    const update = Y.encodeStateAsUpdate(doc);
    this.#updates.push(update);
    await this.#store.createPlan(this.plan, [{ ...this.#row(coordinator, at), update }], [doc.clientID]);
    for (const [index, [kind, title, paragraphs]] of beginnings.entries()) {
      await this.change(coordinator, at + (index + 1) * 60_000, (doc) => {
        const body = paragraphs.map((text) => this.#block(text));
        this.elements.push(addElement(doc, { id: this.#id<ElementId>(), kind, title, body }));
      });
    }
  }

  /** One row of the log. @param edit is asked again while it finds nothing to change */
  async change(by: Actor, at: number, edit: (doc: Y.Doc) => unknown): Promise<void> {
    const doc = await this.#docOf(by);
    const made: Uint8Array[] = [];
    const listen = (update: Uint8Array) => made.push(update);
    doc.on('update', listen);
    while (made.length === 0) doc.transact(() => edit(doc));
    doc.off('update', listen);
    const update = Y.mergeUpdates(made);
    this.#updates.push(update);
    await this.#store.append([{ ...this.#row(by, at), update }]);
    await this.#store.settle([{ plan: this.plan, upTo: this.head }]);
  }

  async vandalise(by: Actor, at: number, element: ElementId): Promise<Afternoon['vandalism']> {
    const found = { block: '', before: '', title: '' };
    await this.change(by, at, (doc) => {
      const block = this.#bodyOf(doc, element).get(1) as Y.XmlElement;
      const text = block.get(0) as Y.XmlText;
      found.block = block.getAttribute('id') ?? '';
      found.before = text.toString();
      found.title = findTitle(doc, element)?.toJSON() ?? '';
      text.delete(0, text.length);
      text.insert(0, nonsense);
    });
    return { seq: this.head, element, by, nonsense, ...found };
  }

  addParagraph(doc: Y.Doc, element: ElementId): void {
    writeBlocks(this.#bodyOf(doc, element), [this.#block(this.#pick(sentences))]);
  }

  editSomething(doc: Y.Doc, by: Actor): void {
    const element = this.elements[Math.floor(this.#random() ** 2 * this.elements.length)] as ElementId;
    const chance = this.#random();
    if (chance < 0.5) this.#addSentence(doc, element);
    else if (chance < 0.62) this.addParagraph(doc, element);
    else if (chance < 0.72) this.#rewriteBeginning(doc, element);
    else if (chance < 0.8) setElementField(doc, element, 'horizonFrom', this.#newHorizon(doc, element));
    else if (chance < 0.86) this.#moveState(doc, by);
    else if (chance < 0.92) this.#addElement(doc);
    else if (chance < 0.97) this.#link(doc, element);
    else planText(doc, 'context')?.insert(planText(doc, 'context')?.length ?? 0, ` ${this.#pick(sentences)}`);
  }

  #addSentence(doc: Y.Doc, element: ElementId): void {
    const body = this.#bodyOf(doc, element);
    // The second paragraph of what matters most is left as it was.
    const index = element === this.elements[0] ? 0 : Math.floor(this.#random() * body.length);
    const text = (body.get(index) as Y.XmlElement).get(0) as Y.XmlText;
    text.insert(text.length, ` ${this.#pick(sentences)}`);
  }

  #rewriteBeginning(doc: Y.Doc, element: ElementId): void {
    const text = (this.#bodyOf(doc, element).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    const end = text.toString().indexOf(' ', 4);
    text.delete(0, end < 0 ? 1 : end);
    text.insert(0, this.#pick(['As agreed,', 'From next year', 'With the neighbours,', 'In every town']));
  }

  #newHorizon(doc: Y.Doc, element: ElementId): string {
    const year = String(2027 + Math.floor(this.#random() * 40));
    return findElementMap(doc, element)?.get('horizonFrom') === year ? `${year}~` : year;
  }

  #moveState(doc: Y.Doc, by: Actor): void {
    const element = this.#pick([1, 2, 3, 6].map((index) => this.elements[index] as ElementId));
    const map = findElementMap(doc, element);
    const others = (states[String(map?.get('kind'))] ?? []).filter((state) => state !== map?.get('state'));
    const reason = `${by.organisation}: ${this.#pick(sentences)}`;
    if (others.length > 0) setElementState(doc, element, this.#pick(others), reason);
    else setElementField(doc, element, 'stateReason', reason);
  }

  #addElement(doc: Y.Doc): void {
    const title = `${this.#pick(additions)} ${++this.#added}`;
    const body = [this.#block(this.#pick(sentences))];
    this.elements.push(addElement(doc, { id: this.#id<ElementId>(), kind: 'idea', title, body }));
  }

  #link(doc: Y.Doc, from: ElementId): void {
    const to = this.#pick(this.elements.filter((other) => other !== from));
    linkElements(doc, { id: this.#id(), from, to, type: 'part-of', note: this.#pick(sentences) });
  }

  #bodyOf(doc: Y.Doc, element: ElementId): Y.XmlFragment {
    return findElementMap(doc, element)?.get('body') as Y.XmlFragment;
  }

  #block(text: string): Block {
    return { ...textBlock(text), id: this.#id<Block['id']>() };
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)] as T;
  }

  /** As any id of ours, but the seed decides it. */
  #id<T extends string>(): T {
    const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return Array.from({ length: 22 }, () => signs[Math.floor(this.#random() * signs.length)]).join('') as T;
  }

  async #docOf(actor: Actor): Promise<Y.Doc> {
    let desk = this.#docs.get(actor.id);
    if (!desk) {
      desk = { doc: new Y.Doc(), seen: 0 };
      desk.doc.clientID = firstClient + this.#docs.size;
      this.#docs.set(actor.id, desk);
      if (this.head > 0) await this.#store.bindClients(this.plan, actor.id, [desk.doc.clientID]);
    }
    for (; desk.seen < this.head; desk.seen++) Y.applyUpdate(desk.doc, this.#updates[desk.seen] as Uint8Array);
    return desk.doc;
  }

  #row(by: Actor, at: number) {
    const who = { actor: by.id, onBehalfOf: by.organisation, session: `afternoon-${by.name}`, intent: null };
    return { ...who, plan: this.plan, seq: this.head, at };
  }
}
