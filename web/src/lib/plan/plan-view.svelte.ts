/** A plan as its pages show it: what the server rendered, until the live plan is here. Passed down by context. */
import type { ElementId, PlanId } from '@longtable/shared/ids';
import type { LocalName, PlanHead, Stray } from '@longtable/shared/plan/document';
import type { Element } from '@longtable/shared/plan/element';
import { elementKinds } from '@longtable/shared/plan/kinds';
import type { Link } from '@longtable/shared/plan/link';
import { findOneOffs } from '@longtable/shared/plan/one-off';
import { createContext } from 'svelte';
import { m } from '#lib/paraglide/messages.js';
import { formName } from './element-words.ts';
import { findLeads, type Lead } from './leads.ts';
import { findLeftWords, keepLeftWords, type LeftWords } from './left-words.ts';
import type { LivePlan } from './live-plan.svelte.ts';
import type { Me, PlanAnswer, Role } from './plan-data.ts';
import { isStillMe } from './remembered-me.ts';
import { kindName, kindPlural } from './words.ts';

/** What is known of a plan and of who looks at it, before the live plan is here. */
export interface PlanSource {
  id: PlanId;
  /** Null when the server can't be reached. */
  plan: PlanAnswer | null;
  me: Me | null;
  role: Role;
  /** Whether it is only this device that says who `me` is. */
  isAway: boolean;
}

const noHead = { title: '', context: '', improvement: '', localKinds: [], localForms: [] };

export class PlanView {
  readonly #source: () => PlanSource;
  #live: LivePlan | null = $state.raw(null);
  #leftWords: readonly LeftWords[] = $state.raw([]);
  /** Whose words are left in which plan. */
  #owner: { id: PlanId; me: Me } | null = null;

  constructor(source: () => PlanSource) {
    this.#source = source;
  }

  /** Opens the live plan, in the browser. The code for it comes only to those who have a name. Returns what closes it. */
  open(): () => void {
    const { id, me, isAway } = this.#source();
    this.#owner = me && { id, me };
    this.#leftWords = me ? findLeftWords(id, me.id) : [];
    if (!me) return () => undefined;
    let isOver = false;
    const keepGone = (title: string, words: string) =>
      this.keepWords({ field: title || m.untitled(), why: 'gone', words });
    void import('./live-plan.svelte.ts').then(({ LivePlan }) => {
      if (!isOver) this.#live = new LivePlan(id, me, isAway ? isStillMe(me) : Promise.resolve(true), keepGone);
    });
    return () => {
      isOver = true;
      this.#live?.close();
      this.#live = null;
    };
  }

  get me(): Me | null {
    return this.#source().me;
  }

  /** The live plan as soon as it is opened, ready or not. */
  get opened(): LivePlan | null {
    return this.#live;
  }

  /** The live plan once all of it is here, to read along. */
  get live(): LivePlan | null {
    return this.#live?.isReady ? this.#live : null;
  }

  /** The live plan where it can be written in. The one place that decides it: what has no `editable` shows no field. */
  get editable(): LivePlan | null {
    return this.canEdit ? this.live : null;
  }

  /** Words of this person that the plan did not take. */
  get leftWords(): readonly LeftWords[] {
    return this.#leftWords;
  }

  keepWords(words: LeftWords): void {
    if (!this.#owner) return;
    const { id, me } = this.#owner;
    const known = findLeftWords(id, me.id);
    const isKnown = known.some(({ field, words: each }) => field === words.field && each === words.words);
    this.#setLeftWords(isKnown ? known : [...known, words]);
  }

  putAway(words: LeftWords): void {
    this.#setLeftWords(this.#leftWords.filter((each) => each !== words));
  }

  #setLeftWords(words: readonly LeftWords[]): void {
    if (!this.#owner) return;
    keepLeftWords(this.#owner.id, this.#owner.me.id, words);
    // Fields may tell of words as they go, within an effect.
    queueMicrotask(() => (this.#leftWords = words));
  }

  get canEdit(): boolean {
    const { me, role } = this.#source();
    return me !== null && role === 'editor';
  }

  get head(): Pick<PlanHead, 'title' | 'context' | 'improvement' | 'localKinds' | 'localForms'> {
    return this.live?.head ?? this.#source().plan ?? noHead;
  }

  /** A local kind is called what its plan calls it, one or many. */
  kindName(kind: string): string {
    return nameOf(kind, this.head.localKinds) ?? kindName(kind);
  }

  kindPlural(kind: string): string {
    return nameOf(kind, this.head.localKinds) ?? kindPlural(kind);
  }

  formName(form: string): string {
    return nameOf(form, this.head.localForms) ?? formName(form);
  }

  /** Kinds that an element of this plan may have. */
  get kinds(): string[] {
    return [...elementKinds, ...this.head.localKinds.map(({ id }) => id)];
  }

  /** Deliberations that carry the mark of a one-off. */
  readonly oneOffs: ReadonlySet<ElementId> = $derived(findOneOffs(this.elements, this.links));

  readonly byId: ReadonlyMap<string, Element> = $derived(
    new Map(this.elements.map((element) => [element.id, element])),
  );

  /** What each element leads to, as far as that is there. */
  readonly leads: ReadonlyMap<ElementId, readonly Lead[]> = $derived(findLeads(this.byId, this.links));

  get elements(): readonly Element[] {
    return this.live?.elements ?? this.#source().plan?.elements ?? [];
  }

  get links(): readonly Link[] {
    return this.live?.links ?? this.#source().plan?.links ?? [];
  }

  /** What is no element and no link, to be mended. */
  get strays(): readonly Stray[] {
    return this.live?.strays ?? this.#source().plan?.strays ?? [];
  }
}

function nameOf(id: string, names: readonly LocalName[]): string | null {
  return names.find((local) => local.id === id)?.name ?? null;
}

export const [getPlanView, setPlanView] = createContext<PlanView>();
