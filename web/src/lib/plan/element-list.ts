/**
 * The elements of a document, read again one by one as they change: a letter in a title makes one element new, and the
 * thousands beside it stay the same objects, so that no page draws them anew.
 */
import { type ElementId, parseElementId } from '@longtable/shared/ids';
import { byRank, elementsMap, readElement, readElements } from '@longtable/shared/plan/document';
import type { Element } from '@longtable/shared/plan/element';
import * as Y from 'yjs';

type Event = Y.YEvent<Y.AbstractType<unknown>>;

export class ElementList {
  readonly #doc: Y.Doc;
  /** Null while nobody listens: then changes are not heard of. */
  #known: Map<ElementId, Element> | null = null;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  /** In the order in which a list shows them. */
  read(): Element[] {
    return this.#known ? [...this.#known.values()].sort(byRank) : readElements(this.#doc);
  }

  /** @param changed after what any list shows of an element has changed. @returns what ends it */
  listen(changed: () => void): () => void {
    const maps = elementsMap(this.#doc);
    this.#known = new Map(readElements(this.#doc).map((element) => [element.id, element]));
    const observer = (events: readonly Event[]) => {
      const touched = new Set(events.flatMap(touchedBy).flatMap((key) => parseElementId(key) ?? []));
      for (const id of touched) this.#readAgain(id);
      if (touched.size > 0) changed();
    };
    maps.observeDeep(observer as never);
    return () => {
      maps.unobserveDeep(observer as never);
      this.#known = null;
    };
  }

  #readAgain(id: ElementId): void {
    const map = elementsMap(this.#doc).get(id);
    if (map instanceof Y.Map) this.#known?.set(id, readElement(id, map));
    else this.#known?.delete(id);
  }
}

/** What is written in a body (path: element, "body", …) changes no list. */
function touchedBy({ path, keys }: Event): string[] {
  const [element, part] = path;
  if (element === undefined) return [...keys.keys()];
  return part === 'body' ? [] : [String(element)];
}
