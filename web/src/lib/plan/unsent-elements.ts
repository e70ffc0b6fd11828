/**
 * Elements in which this device has something that the server lacks: they are looked at when it says what it has, as
 * what it sends after that may remove them, and their words with them.
 */
import { type ElementId, parseElementId } from '@longtable/shared/ids';
import { elementsMap, findElementMap, readElementWithBody } from '@longtable/shared/plan/document';
import type { ElementWithBody } from '@longtable/shared/plan/element';
import { plainText } from '@longtable/shared/plan/rich-text';
import * as Y from 'yjs';

export class UnsentElements {
  readonly #doc: Y.Doc;
  /** As they were when the connection came back. */
  #elements: readonly ElementWithBody[] = [];

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  /** @param stateVector what the server has */
  note(stateVector: Uint8Array): void {
    this.#elements = unsentElements(this.#doc, stateVector);
  }

  /** All of it is on the server. */
  forget(): void {
    this.#elements = [];
  }

  /** Those that are no longer there, each once. */
  takeGone(): readonly { id: ElementId; title: string; words: string }[] {
    const gone = this.#elements.filter(({ id }) => !findElementMap(this.#doc, id));
    if (gone.length > 0) this.#elements = this.#elements.filter((element) => !gone.includes(element));
    return gone.map((element) => ({ id: element.id, title: element.title, words: wordsOf(element) }));
  }
}

/** @param stateVector what the server has */
export function unsentElements(doc: Y.Doc, stateVector: Uint8Array): ElementWithBody[] {
  const had = Y.decodeStateVector(stateVector);
  const keys = new Set<string | null>();
  for (const [client, structs] of doc.store.clients) {
    const clock = had.get(client) ?? 0;
    for (let index = structs.length - 1; index >= 0; index--) {
      const struct = structs[index] as Y.Item | Y.GC;
      if (struct.id.clock + struct.length <= clock) break;
      if (struct instanceof Y.Item && !struct.deleted) keys.add(keyIn(elementsMap(doc), struct));
    }
  }
  return [...keys].flatMap((key) => {
    const id = parseElementId(key);
    const map = id && findElementMap(doc, id);
    return map ? [readElementWithBody(id, map)] : [];
  });
}

/** Under which key of `map` an item lies, however deep; null where it lies elsewhere. */
function keyIn(map: Y.Map<Y.Map<unknown>>, item: Y.Item): string | null {
  for (let each: Y.Item | null = item; each; each = (each.parent as Y.AbstractType<unknown>)._item) {
    if (each.parent === map) return each.parentSub;
  }
  return null;
}

/** All that people write in an element; its title where that is all. */
export function wordsOf({ title, body, details, observations }: ElementWithBody): string {
  const { practice, lesson, worth, stateReason } = details;
  const seen = observations.flatMap(({ text, evidence }) => [text, evidence]);
  const words = [plainText(body), practice, lesson, worth, stateReason, ...seen];
  return words.filter((each) => each?.trim()).join('\n') || title;
}
