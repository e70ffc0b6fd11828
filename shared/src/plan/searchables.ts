/** What of a plan's document can be found. Apart from the search itself, which people who only read load without the document. */
import type * as Y from 'yjs';
import { elementsMap, readElements, readElementWithBody } from './document.ts';
import type { Searchable } from './plan-search.ts';
import { plainText } from './rich-text.ts';

/** Longer texts are searched up to here, characters. */
const maxTextLength = 100_000;

/** Everything that can be found in a plan. */
export function readSearchables(doc: Y.Doc): Searchable[] {
  const maps = elementsMap(doc);
  return readElements(doc).map(({ id, kind, title, reference }) => {
    const { body } = readElementWithBody(id, maps.get(id) as Y.Map<unknown>);
    return { id, kind, title, reference, text: plainText(body).slice(0, maxTextLength) };
  });
}
