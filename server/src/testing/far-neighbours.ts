/** An attack on every document (rule S1): an update that takes Yjs quadratic time, however it is made. */
import { planText } from '@longtable/shared/plan/document';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { decodeUpdate, encodeUpdate, type Piece } from '@longtable/shared/updates/update-codec';
import * as Y from 'yjs';

/**
 * Letters in a row, and as many inserts, each of which claims to have been made between the very beginning of the
 * text and another letter.
 */
export function insertsBetweenFarNeighbours(doc: Y.Doc, client: number, count: number): Uint8Array[] {
  const copy = new Y.Doc();
  copy.clientID = client;
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  (planText(copy, 'context') as Y.Text).insert(0, 'a'.repeat(count));
  const letters = decodeUpdate(Y.encodeStateAsUpdate(copy, Y.encodeStateVector(doc))).structs;
  const inserts = Array.from({ length: count }, (_, index) => {
    const [id, before] = [Y.createID(client, count + index), Y.createID(client, index)];
    return new Y.Item(id, null, null, null, before, null as never, null, new Y.ContentString('b'));
  });
  return [letters as Y.Item[], ...inserts.map((insert) => [insert])].map((structs) => {
    const pieces = structs.map((struct): Piece => ({ struct, offset: 0 }));
    return encodeUpdate({ pieces: new Map([[client, pieces]]), deletions: new IdRanges() });
  });
}
