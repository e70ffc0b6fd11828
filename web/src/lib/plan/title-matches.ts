/** Which elements a field offers while somebody types a title: a few that fit, never thousands. */
import type { Element } from '@longtable/shared/plan/element';
import { fold } from '@longtable/shared/plan/folding';

/** As many as can be looked over. */
const mostOffered = 12;

const folded = new WeakMap<object, string>();

/** The best first: the very title, those that begin with what is typed, those with a word that does, those that have it. */
export function titleMatches<Some extends Pick<Element, 'title'>>(elements: readonly Some[], typed: string): Some[] {
  const sought = fold(typed.trim());
  if (sought === '') return elements.slice(0, mostOffered);
  const ranks: Some[][] = [[], [], [], []];
  for (const element of elements) {
    const rank = rankOf(foldedTitle(element), sought);
    const ranked = ranks[rank];
    if (ranked && ranked.length < mostOffered) ranked.push(element);
  }
  return ranks.flat().slice(0, mostOffered);
}

/** Those with the very title; where none has it, those that differ from it only in capital letters. */
export function withTitle<Some extends Pick<Element, 'title'>>(elements: readonly Some[], typed: string): Some[] {
  const title = typed.trim();
  const very = elements.filter((each) => each.title.trim() === title);
  if (very.length > 0 || title === '') return title === '' ? [] : very;
  return elements.filter((each) => each.title.trim().toLowerCase() === title.toLowerCase());
}

function rankOf(title: string, sought: string): number {
  const at = title.indexOf(sought);
  if (at === -1) return -1;
  if (at === 0) return title.length === sought.length ? 0 : 1;
  return title.includes(` ${sought}`) ? 2 : 3;
}

/** An element that changes is another object. */
function foldedTitle(element: Pick<Element, 'title'>): string {
  const known = folded.get(element) ?? fold(element.title.trim());
  folded.set(element, known);
  return known;
}
