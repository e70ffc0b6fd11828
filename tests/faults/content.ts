/** What a document says, whatever its structs look like: equal state vectors do not mean equal content. */
import { planRoots } from '@longtable/shared/plan/document';
import * as Y from 'yjs';

/** Plain values that are equal exactly when two plans read the same, formatting and order included. */
export function contentOf(doc: Y.Doc): string {
  return JSON.stringify(planRoots.map((root) => plain(doc.getMap(root))));
}

/** From updates in the order of a log. */
export function documentOf(updates: readonly Uint8Array[], options: { gc: boolean } = { gc: true }): Y.Doc {
  const doc = new Y.Doc(options);
  for (const root of planRoots) doc.getMap(root);
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return doc;
}

function plain(value: unknown): unknown {
  if (value instanceof Y.Map) return ['map', ...sorted(value.entries())];
  if (value instanceof Y.XmlElement) {
    return [value.nodeName, sorted(Object.entries(value.getAttributes())), value.toArray().map(plain)];
  }
  if (value instanceof Y.Text) return ['text', value.toDelta()];
  if (value instanceof Y.XmlFragment || value instanceof Y.Array) return ['list', value.toArray().map(plain)];
  return value;
}

function sorted(entries: Iterable<[string, unknown]>): unknown[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, plain(value)]);
}
