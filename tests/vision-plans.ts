/** Plans with visions in them, for the journeys that look at them side by side. */
import type { ElementId } from '@longtable/shared/ids';
import { addElement, linkElements } from '@longtable/shared/plan/edits';
import { textBlock } from '@longtable/shared/plan/rich-text';
import { makeCommon, sayRelation } from '@longtable/shared/plan/vision-edits';
import type * as Y from 'yjs';

const texts = {
  'A town that decides together': [
    'Every street decides on its own lamps, benches and trees. Money follows what people agreed on. Nobody needs to be an expert to be heard.',
    'By 2050 a citizens’ assembly stands beside the council. Its members are drawn by lot.',
  ],
  'A council that listens': [
    'The council decides, and explains why. Money follows what people agreed on. Nobody needs to be an expert to be heard.',
    'By 2040 a citizens’ assembly advises the council. Its members are drawn by lot.',
  ],
  'Neighbours without a town hall': [
    'Every street decides on its own lamps, benches, trees and taxes. Nobody needs to be an expert to be heard.',
    'There is no council. Its members are drawn by lot.',
  ],
};

/** Whoever wrote down what each of them says. */
const city = { id: 'city', name: 'City of Ghent' };
const dok = { id: 'dok', name: 'Neighbours of the Dok' };

/** Three visions, who holds two of them, and what is said of how they belong together. */
export function writeVisions(doc: Y.Doc): ElementId[] {
  const visions = Object.entries(texts).map(([title, paragraphs]) =>
    addElement(doc, {
      kind: 'vision',
      title,
      body: paragraphs.map((text) => textBlock(text)),
      horizonTo: title.startsWith('A town') ? '205X' : null,
    }),
  );
  const [together, council, neighbours] = visions as [ElementId, ElementId, ElementId];
  const government = addElement(doc, { kind: 'actor', title: 'City of Ghent' });
  const network = addElement(doc, { kind: 'network', title: 'Neighbours of the Dok' });
  linkElements(doc, { from: council, to: government, type: 'held-by' });
  linkElements(doc, { from: together, to: network, type: 'held-by' });
  linkElements(doc, { from: together, to: government, type: 'held-by' });
  sayRelation(doc, { from: together, to: council, relation: 'complements', saidBy: 'City of Ghent', writer: city });
  sayRelation(doc, {
    from: council,
    to: together,
    relation: 'competes-with',
    saidBy: 'Neighbours of the Dok',
    writer: dok,
  });
  sayRelation(doc, { from: council, to: neighbours, relation: 'competes-with', saidBy: 'City of Ghent', writer: city });
  return visions;
}

export function agreeOn(doc: Y.Doc, vision: ElementId, takesAlong: ElementId[]): void {
  makeCommon(doc, vision, { takesAlong, saidBy: 'City of Ghent', since: '2026-05-04', writer: city });
}
