/**
 * The agencies that keep commitments, as actors. A source writes "Executive Office of the President <br>
 * OMB / Office of Federal Procurement Policy": each part belongs to the one before it.
 */
import { createElementId, type ElementId } from '@longtable/shared/ids';
import type { NewElement, NewLink } from '@longtable/shared/plan/edits';

/** Names that the published files write in more than one way, as they are spelt by the agencies themselves. */
const spellings: Record<string, string> = {
  'Exeecutive Office of the President': 'Executive Office of the President',
  'Counil on Environmental Quality': 'Council on Environmental Quality',
  'Council on Environment Quality': 'Council on Environmental Quality',
  'Office of the Chief Statistician': 'Office of the Chief Statistician of the United States',
  'U.S. Department of Treasury': 'U.S. Department of the Treasury',
  'The Office of Performance and Personnel Management': 'Office of Performance and Personnel Management',
  'OMB Evidence Team': 'Office of Management and Budget / Evidence Team',
  'Office of Science and Technology Policy, Tech team': 'Office of Science and Technology Policy / Tech team',
  OMB: 'Office of Management and Budget',
};

export class Agencies {
  readonly elements: NewElement[] = [];
  readonly links: NewLink[] = [];
  readonly #ids = new Map<string, ElementId>();
  readonly #parents = new Set<ElementId>();

  /** The actor that `written` names; it and the agencies above it are made when they are new. Null for no name. */
  keeper(written: string): ElementId | null {
    let above: ElementId | null = null;
    for (const name of agencyPath(written)) above = this.#agency(name, above);
    return above;
  }

  #agency(name: string, above: ElementId | null): ElementId {
    const id = this.#ids.get(name) ?? this.#add(name);
    if (above && above !== id && !this.#parents.has(id)) {
      this.#parents.add(id);
      this.links.push({ from: id, to: above, type: 'part-of' });
    }
    return id;
  }

  #add(name: string): ElementId {
    const id = createElementId();
    this.#ids.set(name, id);
    this.elements.push({ id, kind: 'actor', title: name, details: { actorType: 'government' } });
    return id;
  }
}

/** Names from the widest to the narrowest. */
function agencyPath(written: string): string[] {
  return written
    .replace(/\s+/g, ' ')
    .split(/<br\s*\/?>/i)
    .flatMap((part) => correct(part.trim()).split(' / '))
    .map((part) => correct(part.trim()))
    .filter((part) => part !== '');
}

const correct = (name: string) => (Object.hasOwn(spellings, name) ? (spellings[name] ?? name) : name);
