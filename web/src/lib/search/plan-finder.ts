/** What the search box offers for what is typed: pages of the plan first where their name fits, then elements. */
import type { Element } from '@longtable/shared/plan/element';
import type { Hit, PlanSearch } from '@longtable/shared/plan/plan-search';
import type { PlanView } from '#lib/plan/plan-view.svelte.ts';

export interface Command {
  name: string;
  /** Where it leads, or what it does. */
  run: string | (() => void);
}

const maxHits = 20;

/**
 * The index of a plan as it is now. The code for it comes when somebody searches. Who only reads has the texts on the
 * server; here they find titles.
 */
export async function openSearch(view: PlanView): Promise<PlanSearch> {
  const { live } = view;
  const [{ PlanSearch }, texts] = await Promise.all([
    import('@longtable/shared/plan/plan-search'),
    live && import('@longtable/shared/plan/searchables'),
  ]);
  return new PlanSearch(texts && live ? live.read(texts.readSearchables) : view.elements.map(toSearchable));
}

const toSearchable = ({ id, kind, title, reference }: Element) => ({ id, kind, title, reference, text: '' });

export function findHits(search: PlanSearch | null, query: string): Hit[] {
  return query.trim() === '' ? [] : (search?.find(query, maxHits) ?? []);
}

/** All while nothing is typed, then those whose name has what is typed. */
export function findCommands(commands: readonly Command[], query: string): Command[] {
  const typed = query.trim().toLowerCase();
  return commands.filter(({ name }) => name.toLowerCase().includes(typed));
}
