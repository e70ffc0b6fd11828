/** Content of a plan that makes no sense, as somebody could write it whose client is not ours. */
import { createElementId, type ElementId } from '@longtable/shared/ids';
import { addElement, linkElements } from '@longtable/shared/plan/edits';
import type * as Y from 'yjs';

/**
 * An unknown kind, a link to nothing, a circle, a horizon and the day of a review that are no dates, a state that is none, a
 * keeper named twice, an answer to an actor, a tie to itself, and links that say what they can't.
 */
export function writeBadContent(doc: Y.Doc): { odd: ElementId; work: ElementId } {
  const odd = addElement(doc, { kind: 'bread & "ritual"', title: 'Bread on Sunday', horizonTo: 'soon' });
  const work = addElement(doc, {
    kind: 'commitment',
    title: 'A bench',
    state: 'ripe',
    horizonFrom: '2040',
    horizonTo: '203',
  });
  const actor = addElement(doc, { kind: 'actor', title: 'City of Ghent' });
  linkElements(doc, { from: work, to: createElementId(), type: 'addresses' });
  linkElements(doc, { from: work, to: odd, type: 'part-of' });
  linkElements(doc, { from: odd, to: work, type: 'part-of' });
  linkElements(doc, { from: work, to: actor, type: 'kept-by' });
  linkElements(doc, { from: work, to: actor, type: 'kept-by' });
  addElement(doc, { kind: 'review', title: 'A look back', details: { reviewedOn: 'when it rains' } });
  const panel = addElement(doc, { kind: 'deliberation', title: 'A panel' });
  linkElements(doc, { from: panel, to: work, type: 'leads-to', details: { chance: 'perhaps' } });
  linkElements(doc, { from: work, to: panel, type: 'answers', details: { outcome: 'maybe' } });
  linkElements(doc, { from: work, to: actor, type: 'answers' });
  linkElements(doc, { from: actor, to: actor, type: 'works-with' });
  return { odd, work };
}
