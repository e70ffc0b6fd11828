/** What is to be mended in a plan, in words, and what each of it is about. */
import type { ElementId, LinkId } from '@longtable/shared/ids';
import type { Problem } from '@longtable/shared/plan/problems';
import { m } from '#lib/paraglide/messages.js';
import { linkPhrase, stateName } from './words.ts';

/** @param titleOf what an element is called */
export function problemText(problem: Problem, titleOf: (id: ElementId | null) => string): string {
  switch (problem.type) {
    case 'unknown-kind':
      return problem.kind === '' ? m.problem_no_kind() : m.problem_unknown_kind({ kind: problem.kind });
    case 'unknown-state':
      return m.problem_unknown_state({ state: stateName(problem.state) });
    case 'unreadable-date':
      return m.problem_unreadable_date({ value: problem.value });
    case 'turned-horizon':
      return m.problem_turned_horizon();
    case 'link-to-nothing':
      return m.problem_link_to_nothing({ phrase: linkPhrase(problem.linkType, 'from') });
    case 'unreadable-link-date':
      return m.problem_unreadable_link_date({ value: problem.value });
    case 'unknown-answer':
      return m.problem_unknown_answer({ value: problem.value, phrase: linkPhrase(problem.linkType, 'from') });
    case 'misfit-link':
      return m.problem_misfit_link({ phrase: linkPhrase(problem.linkType, 'from') });
    case 'link-to-itself':
      return m.problem_link_to_itself({ phrase: linkPhrase(problem.linkType, 'from') });
    case 'unknown-link':
      return problem.linkType === '' ? m.problem_no_link_type() : m.problem_unknown_link({ type: problem.linkType });
    case 'scrap':
      return problem.root === 'elements' ? m.problem_scrap_element() : m.problem_scrap_link();
    case 'cycle':
      return problem.linkType === 'part-of' ? m.problem_cycle_parts() : m.problem_cycle_leads();
    case 'double-keeper':
      return m.problem_double_keeper({ actor: titleOf(problem.actor) });
  }
}

export function elementsOf(problem: Problem): readonly ElementId[] {
  if (problem.type === 'cycle') return problem.elements;
  if ('from' in problem) return [problem.from, problem.to];
  return problem.element ? [problem.element] : [];
}

/** What was there of what can't be shown as anything; null where nothing was. */
export function remnantOf(problem: Problem): string | null {
  return 'was' in problem && problem.was !== '' ? problem.was : null;
}

/** Links that may go to mend it. */
export function removableLinks(problem: Problem): readonly LinkId[] {
  switch (problem.type) {
    case 'link-to-nothing':
    case 'unreadable-link-date':
    case 'misfit-link':
    case 'link-to-itself':
      return [problem.link];
    case 'cycle':
    case 'double-keeper':
      return problem.links;
    default:
      return [];
  }
}
