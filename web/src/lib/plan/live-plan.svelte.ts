/**
 * A plan as this browser holds it: the shared document, its copy on this device, its socket, who is here, and
 * what is saved. The only file of the pages that makes a Y.Doc; pages read its values and call its edits.
 */

import type { ElementId, LinkId, PlanId } from '@longtable/shared/ids';
import {
  elementsMap,
  findBody,
  findElementMap,
  findNote,
  findTitle,
  linksMap,
  type PlanHead,
  type PlanText,
  planMap,
  planText,
  readElementWithBody,
  readLinks,
  readPlanHead,
  readStrays,
  type Stray,
} from '@longtable/shared/plan/document';
import * as edits from '@longtable/shared/plan/edits';
import {
  addElement,
  type ElementField,
  type FoundLink,
  linkOnce,
  type NewElement,
  type NewLink,
  removeElement,
  removeLink,
  setElementField,
} from '@longtable/shared/plan/edits';
import type { Element } from '@longtable/shared/plan/element';
import type { Link } from '@longtable/shared/plan/link';
import { type Block, textBlock } from '@longtable/shared/plan/rich-text';
import * as visionEdits from '@longtable/shared/plan/vision-edits';
import { closeCode, type PresentCounts } from '@longtable/shared/protocol';
import * as Y from 'yjs';
import { atMostEvery } from './at-most-every.ts';
import { copyName, DeviceCopy } from './device-copy.ts';
import { ElementList } from './element-list.ts';
import { findClosedTabs, forgetWords, holdTab, rememberWords } from './kept-words.ts';
import { endSession } from './leaving.ts';
import { type LiveText, liveText } from './live-text.ts';
import { type LiveValue, liveValue } from './live-value.svelte.ts';
import { OwnSteps } from './own-steps.ts';
import { type PersonHere, readPeople } from './people-here.ts';
import { planAsText } from './plan-as-text.ts';
import { PlanConnection } from './plan-connection.ts';
import type { Me } from './plan-data.ts';
import { UnsentElements } from './unsent-elements.ts';

/**
 * `isKept` says whether the words are on this device, where the server does not have them. `undecided`: words stand in a field
 * and not in the plan, as somebody else set that field meanwhile.
 */
export type SavedState =
  | { type: 'opening' | 'saved' | 'saving' | 'undecided' }
  | { type: 'unsaved'; isKept: boolean }
  | { type: 'offline'; isKept: boolean; hasNetwork: boolean }
  | { type: 'refused'; code: number; isKept: boolean };

/** Why words are not in the plan yet: they are being typed, or somebody has to decide between them and others'. */
export type Held = 'typed' | 'undecided';

/** Told of an element in which words were written without a connection, and which somebody removed meanwhile. */
type OnGone = (title: string, words: string) => void;

/** All edits that pages may ask for, and what bodies are made of. */
const known = { ...edits, ...visionEdits, textBlock };

export class LivePlan {
  readonly me: Me;
  readonly #plan: PlanId;
  readonly #isMe: Promise<boolean>;
  readonly #doc = new Y.Doc();
  readonly #connection: PlanConnection;
  readonly #copy: DeviceCopy;
  readonly #steps: OwnSteps;
  readonly #releaseTab: () => void;
  readonly #history = { undo: () => this.undo(), redo: () => this.redo() };
  /** Whether this device knows that there are words which are not saved. */
  #isRemembered = false;
  /** Pages that are closed and left words, all of which are in the copy that this page has read. */
  #closedTabs: readonly string[] = [];
  readonly #unsent = new UnsentElements(this.#doc);
  /** The element whose page is open: that page tells itself when it is removed. */
  #place: ElementId | null = null;
  #isOver = false;
  /** From here on it is no news what the server says of this person. */
  #isLeaving = false;
  #isReady = $state.raw(false);
  #saved: SavedState = $state.raw({ type: 'opening' });
  /** Fields with words that the plan does not have yet. */
  #held: ReadonlyMap<object, Held> = $state.raw(new Map());
  #present: PresentCounts | null = $state.raw(null);
  #marks = $state.raw(0);

  /**
   * Opens the copy on this device, then the socket; `isReady` tells when either has brought the plan.
   * @param isMe whether the server knows this browser as `me`: words must not go out under another name
   */
  constructor(plan: PlanId, me: Me, isMe: Promise<boolean>, onGone: OnGone) {
    this.me = me;
    this.#plan = plan;
    this.#isMe = isMe;
    this.#copy = new DeviceCopy(copyName(plan, me.id), this.#doc, () => this.#tellSaved());
    this.#connection = new PlanConnection(
      plan,
      this.#doc,
      () => this.#tellSaved(),
      (stateVector) => this.#unsent.note(stateVector),
    );
    this.#releaseTab = holdTab(this.#doc.clientID);
    this.#steps = new OwnSteps(this.#doc);
    this.#doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (this.#connection.isOrigin(origin)) this.#tellGone(onGone);
      else {
        // Whoever removes something here knows.
        this.#unsent.takeGone();
        if (!this.#copy.isOrigin(origin)) this.#rememberWords();
      }
      this.#checkReady();
      this.#tellSaved();
    });
    void this.#start();
  }

  /** The copy is read before the socket opens, so that what was written offline goes out with the first message. */
  async #start(): Promise<void> {
    await this.#copy.whenRead;
    this.#closedTabs = await findClosedTabs(this.#plan, this.me.id);
    this.#checkReady();
    this.#tellSaved();
    if (!(await this.#isMe)) {
      // The words stay in the copy; the page of whoever this is now finds them.
      location.reload();
      return;
    }
    if (this.#isOver) return;
    addEventListener('offline', this.#disconnect);
    addEventListener('online', this.#connect);
    this.#connect();
    this.#tellSaved();
  }

  // An open socket does not notice at once that the network is gone; the browser does.
  readonly #disconnect = () => this.#connection.disconnect();
  readonly #connect = () => this.#connection.connect();

  #checkReady(): void {
    if (!this.#isReady && planText(this.#doc, 'title')) queueMicrotask(() => (this.#isReady = true));
  }

  /** Whether the plan is here and can be written. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Nothing is called saved while words stand in a field that are not in the plan. */
  get saved(): SavedState {
    if (this.#saved.type !== 'saved' || this.#held.size === 0) return this.#saved;
    return { type: [...this.#held.values()].includes('undecided') ? 'undecided' : 'saving' };
  }

  /** Tells of words that stand in a field and are not in the plan; null when it has them. */
  hold(field: object, held: Held | null): void {
    if ((this.#held.get(field) ?? null) === held) return;
    const rest = [...this.#held].filter(([each]) => each !== field);
    this.#held = new Map(held ? [...rest, [field, held]] : rest);
  }

  #rememberWords(): void {
    if (this.#isRemembered) return;
    this.#isRemembered = true;
    rememberWords(this.#plan, { actor: this.me.id, name: this.me.name }, this.#doc.clientID);
    // A browser that runs short of space should rather throw away something else.
    void navigator.storage?.persist?.();
  }

  #tellGone(onGone: OnGone): void {
    for (const { id, title, words } of this.#unsent.takeGone()) if (id !== this.#place) onGone(title, words);
  }

  #tellSaved(): void {
    if (this.#isLeaving) return;
    const next = this.#savedNow();
    const { present, marks } = this.#connection;
    if (next.type === 'saved') {
      this.#isRemembered = false;
      this.#unsent.forget();
      forgetWords(this.#plan, this.me.id, [String(this.#doc.clientID), ...this.#closedTabs]);
      this.#closedTabs = [];
    }
    queueMicrotask(() => {
      this.#saved = next;
      this.#present = present;
      this.#marks = marks;
    });
  }

  #savedNow(): SavedState {
    const state = this.#connection.state;
    const { isKept } = this.#copy;
    switch (state.type) {
      case 'away':
        return { type: 'offline', isKept, hasNetwork: navigator.onLine };
      case 'unsaved':
      case 'refused':
        return { ...state, isKept };
      default:
        return { type: state.type };
    }
  }

  readonly #head = liveValue<PlanHead>(
    () => readPlanHead(this.#doc),
    (changed) => observeDeep(planMap(this.#doc), changed),
  );
  readonly #elementList = new ElementList(this.#doc);
  readonly #elements = liveValue<Element[]>(
    () => this.#elementList.read(),
    (changed) => this.#elementList.listen(changed),
  );
  readonly #links = liveValue<Link[]>(
    () => readLinks(this.#doc),
    (changed) => observeDeep(linksMap(this.#doc), changed),
  );
  readonly #strays = liveValue<Stray[]>(
    () => readStrays(this.#doc),
    (changed) => {
      const elements = elementsMap(this.#doc);
      elements.observe(changed);
      const stopLinks = observeDeep(linksMap(this.#doc), changed);
      return () => {
        elements.unobserve(changed);
        stopLinks();
      };
    },
  );
  #lastPeople: PersonHere[] = [];
  readonly #people = liveValue<PersonHere[]>(
    () => (this.#lastPeople = readPeople(this.#connection.awareness, this.#lastPeople)),
    (changed) => {
      this.#connection.awareness.on('change', changed);
      return () => this.#connection.awareness.off('change', changed);
    },
  );
  get head(): PlanHead {
    return this.#head.current;
  }

  get elements(): Element[] {
    return this.#elements.current;
  }

  get links(): Link[] {
    return this.#links.current;
  }

  /** What is no element and no link. */
  get strays(): Stray[] {
    return this.#strays.current;
  }

  /** Everybody else who is here, one entry per open page. */
  get people(): PersonHere[] {
    return this.#people.current;
  }

  /** How many are here in all, when they are too many to be shown one by one. */
  get present(): PresentCounts | null {
    return this.#present;
  }

  /** Grows when versions, or notes on changes, may be others than before: what shows them asks for them again. */
  get marks(): number {
    return this.#marks;
  }

  get canUndo(): boolean {
    return this.#steps.undoable.current.canUndo;
  }

  get canRedo(): boolean {
    return this.#steps.undoable.current.canRedo;
  }

  /** The title of the element that undo would bring back, or null when undo would do something else. */
  get removed(): string | null {
    return this.#steps.undoable.current.removed;
  }

  /**
   * An element's text as it is now, where it is only read.
   * @param paceMs tells of changes at most this often, where much is made of them
   */
  text(id: ElementId, paceMs = 0): LiveValue<readonly Block[]> {
    const map = findElementMap(this.#doc, id);
    const fragment = findBody(this.#doc, id);
    return liveValue(
      () => (map ? readElementWithBody(id, map).body : []),
      (changed) => {
        if (!fragment) return () => undefined;
        if (paceMs === 0) return observeDeep(fragment, changed);
        const paced = atMostEvery(paceMs, changed);
        const stop = observeDeep(fragment, paced.tell);
        return () => {
          stop();
          paced.stop();
        };
      },
    );
  }

  planText(key: PlanText): LiveText | null {
    const text = planText(this.#doc, key);
    return text && liveText(text, this.#steps.mine, this.#history);
  }

  title(id: ElementId): LiveText | null {
    const text = findTitle(this.#doc, id);
    return text && liveText(text, this.#steps.mine, this.#history);
  }

  /** What an editor binds to, or null when the element is gone. */
  body(id: ElementId) {
    const fragment = findBody(this.#doc, id);
    return fragment && { fragment, awareness: this.#connection.awareness, undoManager: this.#steps.manager };
  }

  addElement(element: NewElement): ElementId {
    return addElement(this.#doc, element, this.#steps.mine);
  }

  note(id: LinkId): LiveText | null {
    const text = findNote(this.#doc, id);
    return text && liveText(text, this.#steps.mine, this.#history);
  }

  /** @returns false when the element is gone */
  setField(id: ElementId, field: ElementField, value: string | null): boolean {
    return setElementField(this.#doc, id, field, value, this.#steps.mine);
  }

  /** For fields: what it gives can still be called, and says so, when the element is gone. */
  setterOf(id: ElementId, field: ElementField): (value: string | null) => boolean {
    return (value) => this.setField(id, field, value);
  }

  removeElement(id: ElementId): void {
    const title = findTitle(this.#doc, id)?.toJSON() ?? '';
    this.#steps.remove(title, () => removeElement(this.#doc, id, this.#steps.mine));
  }

  /** The one that is there already, where the plan says so. */
  link(link: NewLink): FoundLink {
    return linkOnce(this.#doc, link, this.#steps.mine);
  }

  unlink(id: LinkId): void {
    removeLink(this.#doc, id, this.#steps.mine);
  }

  /** What `read` makes of the document as it is now. */
  read<T>(read: (doc: Y.Doc) => T): T {
    return read(this.#doc);
  }

  /**
   * Any other edit, as this person's: one step that undo takes back. The edits of `shared/plan` are handed over, so that
   * pages need not import them, and Yjs with them, for people who only read.
   */
  edit<T>(change: (doc: Y.Doc, mine: object, edits: typeof known) => T): T {
    return change(this.#doc, this.#steps.mine, known);
  }

  /** As `edit`, and a step of its own however soon it comes after another. */
  step<T>(change: (doc: Y.Doc, mine: object, edits: typeof known) => T): T {
    this.#steps.begin();
    return this.edit(change);
  }

  undo(): void {
    this.#steps.undo();
  }

  redo(): void {
    this.#steps.redo();
  }

  /** Tells the others where this person is. @param view the page, after the plan's own address */
  goTo(element: ElementId | null, view: string): void {
    this.#place = element;
    const { awareness } = this.#connection;
    const state = awareness.getLocalState();
    if (state) awareness.setLocalState({ ...state, element, view });
    this.#steps.goTo(element);
  }

  /** Ends this person's session. @returns false when the server could not be asked, and nothing has changed */
  async leave(): Promise<boolean> {
    this.#isLeaving = true;
    this.#isLeaving = await endSession();
    this.#tellSaved();
    return this.#isLeaving;
  }

  /** Everything this device holds, as Markdown: for people whose change was refused. */
  copyAsText(): string {
    return planAsText(this.#doc);
  }

  /** After the server refused a change: forgets this device's copy, so that the plan can be opened again. */
  async forgetCopy(): Promise<void> {
    this.#connection.disconnect();
    await this.#copy.clear();
  }

  /** Whether the server refused what this device holds, rather than the person. */
  get isCopyRefused(): boolean {
    if (this.#saved.type !== 'refused') return false;
    return this.#saved.code === closeCode.refusedUpdate || this.#saved.code === closeCode.tooLarge;
  }

  close(): void {
    this.#isOver = true;
    removeEventListener('offline', this.#disconnect);
    removeEventListener('online', this.#connect);
    this.#connection.close();
    this.#copy.close();
    this.#releaseTab();
    this.#steps.close();
    this.#doc.destroy();
  }
}

function observeDeep(type: Pick<Y.Map<unknown>, 'observeDeep' | 'unobserveDeep'>, changed: () => void): () => void {
  type.observeDeep(changed);
  return () => type.unobserveDeep(changed);
}
