/**
 * What of a plan another one can start from: its elements by kind and title, how they are linked, how far ahead they look,
 * and the kinds and forms that it defines for itself. Not what people wrote or did there: texts, notes, reasons, states,
 * observations, who held what since when.
 */
import { createElementId, type ElementId } from '../ids.ts';
import type { LocalName, PlanContent } from './document.ts';
import type { NewElement, NewLink } from './edits.ts';
import type { Element, ElementDetails } from './element.ts';
import { parseHorizon } from './horizon.ts';
import { shiftHorizon } from './horizon-shift.ts';
import { type LinkDetails, leadsElsewhere } from './link.ts';

export interface PlanStructure {
  languages: string[];
  /** In the order of the plan. */
  elements: NewElement[];
  links: NewLink[];
  localKinds: LocalName[];
  localForms: LocalName[];
}

/** What says what an element or a link is for, whoever it belongs to. */
const keptOfElements = ['form', 'actorType'] as const satisfies readonly (keyof ElementDetails)[];
const keptOfLinks = ['chance', 'topic'] as const satisfies readonly (keyof LinkDetails)[];

/** @param thisYear the year in which the earliest of its elements starts, when that lies behind */
export function structureOf(plan: PlanContent, thisYear = new Date().getUTCFullYear()): PlanStructure {
  const ids = new Map<ElementId, ElementId>(plan.elements.map(({ id }) => [id, createElementId()]));
  const years = yearsToMove(plan.elements, thisYear);
  const moved = (horizon: string | null) => (horizon === null ? null : shiftHorizon(horizon, years));
  const elements = plan.elements.map(
    ({ id, kind, title, language, horizonFrom, horizonTo, details }): NewElement => ({
      id: ids.get(id) as ElementId,
      kind,
      title,
      language,
      horizonFrom: moved(horizonFrom),
      horizonTo: moved(horizonTo),
      details: pick(details, keptOfElements),
    }),
  );
  const links = plan.links.flatMap((link): NewLink[] => {
    const [from, to] = [ids.get(link.from), ids.get(link.to)];
    // What was taken from another plan was taken by these people, not by those who start anew.
    return from && to && !leadsElsewhere(link)
      ? [{ from, to, type: link.type, details: pick(link.details, keptOfLinks) }]
      : [];
  });
  const { languages, localKinds, localForms } = plan;
  return { languages, elements, links, localKinds, localForms };
}

function yearsToMove(elements: readonly Element[], thisYear: number): number {
  const starts = elements.flatMap(({ horizonFrom }) => (horizonFrom ? (parseHorizon(horizonFrom)?.year ?? []) : []));
  return starts.length === 0 ? 0 : Math.max(0, thisYear - starts.reduce((a, b) => Math.min(a, b)));
}

function pick<T extends object, Key extends keyof T>(details: T, keys: readonly Key[]): Pick<T, Key> {
  return Object.fromEntries(keys.flatMap((key) => (details[key] === undefined ? [] : [[key, details[key]]]))) as Pick<
    T,
    Key
  >;
}
