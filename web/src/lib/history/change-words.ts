/**
 * Changes that are no running text, each as the sentence a person would say of it. Words of the plan inside a sentence
 * are set apart, so that a page can underline what came and strike through what went.
 */
import type { Author, Change, LinkValue } from '@longtable/shared/history';
import type { ElementId } from '@longtable/shared/ids';
import { m } from '#lib/paraglide/messages.js';
import {
  actorTypeName,
  adaptationName,
  chanceName,
  elsewhereText,
  observationText,
  outcomeName,
  standingName,
} from '#lib/plan/element-words.ts';
import { hrefOf } from '#lib/plan/other-plan.ts';
import { fieldName, horizonText, linkPhrase, stateName, strengthName } from '#lib/plan/words.ts';
import { datesText } from '#lib/roadmap/words.ts';

type PieceType = 'plain' | 'name' | 'before' | 'after';

/** Part of a sentence: our words, what something is called, what was, or what is. */
interface Piece {
  type: PieceType;
  text: string;
}

export interface ChangeSentence {
  pieces: Piece[];
  /** Where a link to another plan leads. */
  href: string | null;
  by: Author;
  at: string;
  seq: number;
}

/** What a plan calls its own kinds and forms, and how its elements end. */
export interface PlanWords {
  kindName(kind: string): string;
  formName(form: string): string;
  /** Whether an element has an end now: dates that are only a beginning are told as one date. */
  hasEnd(element: ElementId): boolean;
}

/** Signs of no language around what is set apart, as a sentence is put together in the order of its language. */
const signs: Record<Exclude<PieceType, 'plain'>, string> = { name: '\uE000', before: '\uE001', after: '\uE002' };
const end = '\uE003';
const wrap = (type: Exclude<PieceType, 'plain'>, text: string) =>
  signs[type] + text.replace(/[\uE000-\uE003]/g, '') + end;
const name = (text: string) => wrap('name', text);
const was = (text: string) => wrap('before', text);
const is = (text: string) => wrap('after', text);

function piecesOf(sentence: string): Piece[] {
  const types = Object.entries(signs).map(([type, sign]) => [sign, type as PieceType] as const);
  return sentence.split(/(?=[\uE000-\uE002])|(?<=\uE003)/).flatMap((part): Piece[] => {
    const type = types.find(([sign]) => part.startsWith(sign))?.[1];
    if (type) return [{ type, text: part.slice(1, -1) }];
    return part === '' ? [] : [{ type: 'plain', text: part }];
  });
}

/** Fields that say nothing a reader could use. */
const silent = new Set(['schemaVersion']);

/** @param title of the element that the changes are of */
export function changeSentences(changes: readonly Change[], title: string, words: PlanWords): ChangeSentence[] {
  const dates = changes.filter(
    ({ type, field }) => type === 'set' && (field === 'horizonFrom' || field === 'horizonTo'),
  );
  const last = dates.at(-1);
  const moved = last ? [toSentence(datesSentence(dates, title, words), last)] : [];
  const others = changes.flatMap((change) => {
    if (dates.includes(change) || silent.has(change.field ?? '')) return [];
    const sentence = sentenceOf(change, title, words);
    return sentence === null ? [] : [toSentence(sentence, change)];
  });
  return [...moved, ...others];
}

function toSentence(sentence: string, { field, before, after, by, at, seq }: Change): ChangeSentence {
  const link = field === 'links' ? ((after ?? before) as LinkValue | undefined) : undefined;
  const href = (link?.elsewhere && hrefOf(link.elsewhere)) ?? null;
  return { pieces: piecesOf(sentence), href, by, at, seq };
}

function sentenceOf(change: Change, title: string, words: PlanWords): string | null {
  if (change.field === 'links') return linkSentence(change, words);
  if (change.type !== 'set') return null;
  const { field, before, after } = change;
  if (field === null) return null;
  // What it was from the start is said by its being added.
  if ((field === 'rank' || field === 'kind') && !isSome(before)) return null;
  if (field === 'rank') return m.change_rank({ title: titleText(title) });
  if (field.startsWith('observation:')) return observationSentence(before, after);
  const local = localNames[field.split(':')[0] ?? ''];
  if (local && field.includes(':')) return localSentence(local, before, after);
  if (field === 'grewFrom' && isSome(after)) return m.change_grew_from({ kind: is(words.kindName(String(after))) });
  return fieldSentence(field, before, after, words);
}

const isSome = (value: unknown) =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
const titleText = (title: string) => name(title || m.untitled());

function fieldSentence(field: string, before: unknown, after: unknown, words: PlanWords): string {
  const said = {
    field: fieldName(field),
    before: was(valueText(field, before, words)),
    after: is(valueText(field, after, words)),
  };
  if (field === 'state') {
    if (!isSome(before)) return m.change_state_set(said);
    return isSome(after) ? m.change_state(said) : m.change_state_cleared(said);
  }
  if (field === 'kind' && isSome(before) && isSome(after)) return m.change_kind(said);
  if (!isSome(before)) return m.change_field_set(said);
  return isSome(after) ? m.change_field(said) : m.change_field_cleared(said);
}

function datesSentence(changes: readonly Change[], title: string, words: PlanWords): string {
  const of = (field: string, end: 'before' | 'after') => {
    const change =
      end === 'before' ? changes.find((one) => one.field === field) : changes.findLast((one) => one.field === field);
    const value = change?.[end];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const has = (field: string) => changes.some((change) => change.field === field);
  const textAt = (end: 'before' | 'after') =>
    datesText({ horizonFrom: of('horizonFrom', end), horizonTo: of('horizonTo', end) });
  const element = changes[0]?.element ?? null;
  const isWhole =
    (has('horizonFrom') && has('horizonTo')) || (has('horizonFrom') && element !== null && !words.hasEnd(element));
  const said = { title: titleText(title), before: was(textAt('before')), after: is(textAt('after')) };
  if (isWhole) {
    if (textAt('before') === '') return m.change_dates_set(said);
    return textAt('after') === '' ? m.change_dates_cleared(said) : m.change_dates(said);
  }
  const field = has('horizonFrom') ? 'horizonFrom' : 'horizonTo';
  const [before, after] = [of(field, 'before'), of(field, 'after')];
  const one = {
    title: titleText(title),
    before: was(before === null ? m.value_none() : horizonText(before)),
    after: is(after === null ? m.value_none() : horizonText(after)),
  };
  if (field === 'horizonFrom') {
    if (before === null) return m.change_start_set(one);
    return after === null ? m.change_start_cleared(one) : m.change_start(one);
  }
  if (before === null) return m.change_end_set(one);
  return after === null ? m.change_end_cleared(one) : m.change_end(one);
}

type Ends = { from: string; to: string };
/** Links of which there is a plainer way to say that they came or went. */
const linkCame: Record<string, (ends: Ends) => string> = {
  'kept-by': m.change_keeper_came,
  'held-by': m.change_holder_came,
};
const linkWent: Record<string, (ends: Ends) => string> = {
  'kept-by': m.change_keeper_went,
  'held-by': m.change_holder_went,
};

function linkSentence(change: Change, words: PlanWords): string | null {
  if (change.type === 'add' || change.type === 'remove') {
    const link = (change.type === 'add' ? change.after : change.before) as LinkValue;
    const wording = (change.type === 'add' ? linkCame : linkWent)[link.type];
    const set = change.type === 'add' ? is : was;
    if (wording) return wording({ from: titleText(link.fromTitle), to: set(link.toTitle || m.untitled()) });
    return (change.type === 'add' ? m.change_linked : m.change_unlinked)({ link: set(linkText(link)) });
  }
  if (change.link) {
    const field = change.linkField ?? '';
    const link = name(linkText(change.link));
    const said = {
      link,
      field: fieldName(field),
      before: was(valueText(field, change.before, words)),
      after: is(valueText(field, change.after, words)),
    };
    if (!isSome(change.before)) return m.change_link_field_set(said);
    return isSome(change.after) ? m.change_link_field(said) : m.change_link_field_cleared(said);
  }
  if (change.type === 'insert') return m.change_link_note_added({ text: is(change.text ?? '') });
  return change.type === 'delete' ? m.change_link_note_removed({ text: was(change.text ?? '') }) : null;
}

const linkText = (link: LinkValue) =>
  m.link_sentence({
    from: link.fromTitle || m.untitled(),
    phrase: linkPhrase(link.type, 'from'),
    to: link.elsewhere ? elsewhereText(link.elsewhere) : link.toTitle || m.untitled(),
  });

const localNames: Record<
  string,
  {
    came: (said: { name: string }) => string;
    went: (said: { name: string }) => string;
    renamed: (said: { before: string; after: string }) => string;
  }
> = {
  kind: { came: m.change_local_kind_came, went: m.change_local_kind_went, renamed: m.change_local_kind_renamed },
  form: { came: m.change_local_form_came, went: m.change_local_form_went, renamed: m.change_local_form_renamed },
};

function localSentence(local: (typeof localNames)[string], before: unknown, after: unknown): string {
  if (!isSome(before)) return local.came({ name: is(String(after)) });
  return isSome(after)
    ? local.renamed({ before: was(String(before)), after: is(String(after)) })
    : local.went({ name: was(String(before)) });
}

function observationSentence(before: unknown, after: unknown): string {
  const said = { before: was(observed(before)), after: is(observed(after)) };
  if (!isSome(before)) return m.change_observed(said);
  return isSome(after) ? m.change_observation(said) : m.change_observation_removed(said);
}

/** As it came from the log: any client may have written it. */
function observed(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const { on, text, evidence } = value as Record<string, unknown>;
  return observationText({ on: String(on ?? ''), text: String(text ?? ''), evidence: String(evidence ?? '') });
}

const readers: Record<string, (value: string, words: PlanWords) => string> = {
  state: stateName,
  kind: (kind, words) => words.kindName(kind),
  grewFrom: (kind, words) => words.kindName(kind),
  form: (form, words) => words.formName(form),
  reviewedOn: horizonText,
  standing: standingName,
  standingSince: horizonText,
  since: horizonText,
  until: horizonText,
  actorType: actorTypeName,
  chance: chanceName,
  outcome: outcomeName,
  strengthFrom: strengthName,
  strengthTo: strengthName,
  adaptation: adaptationName,
};

function valueText(field: string, value: unknown, words: PlanWords): string {
  if (!isSome(value)) return m.value_none();
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'string') return typeof value === 'object' ? m.value_unreadable() : String(value);
  return (Object.hasOwn(readers, field) && readers[field]?.(value, words)) || value;
}
