/** Messages that no honest client sends, each a way to break, stall or fill a server that trusts what it reads. */
import { closeCode, messageType, syncMessage } from '@longtable/shared/protocol';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Random } from './random.ts';

export interface Attack {
  name: string;
  /** Sent one after the other on one socket. */
  messages: Uint8Array[];
  /** How the socket must be closed; null: it may stay open, since the message does nothing. */
  closedWith: number | null;
}

type Write = (out: encoding.Encoder) => void;

export const syncOf = (kind: number, payload: Uint8Array) =>
  encoding.encode((out) => {
    encoding.writeVarUint(out, messageType.sync);
    encoding.writeVarUint(out, kind);
    encoding.writeVarUint8Array(out, payload);
  });
const update = (payload: Uint8Array) => syncOf(syncMessage.update, payload);
const raw = (write: Write) => update(encoding.encode(write));
const numbers =
  (...values: number[]): Write =>
  (out) => {
    for (const value of values) encoding.writeVarUint(out, value);
  };

/** The update of somebody who has nothing yet and makes an edit. */
export function edited(edit: (doc: Y.Doc) => void, client?: number): Uint8Array {
  const doc = new Y.Doc();
  if (client !== undefined) doc.clientID = client;
  edit(doc);
  return Y.encodeStateAsUpdate(doc);
}

export function presenceOf(entries: readonly { client: number; state: string }[]): Uint8Array {
  const payload = encoding.encode((out) => {
    encoding.writeVarUint(out, entries.length);
    for (const { client, state } of entries) {
      numbers(client, 1)(out);
      encoding.writeVarString(out, state);
    }
  });
  return encoding.encode((out) => {
    encoding.writeVarUint(out, messageType.awareness);
    encoding.writeVarUint8Array(out, payload);
  });
}

const refused = closeCode.refusedUpdate;
const repeat = (count: number, message: Uint8Array) => Array.from({ length: count }, () => message);

/** @param victim a client id that somebody else has */
export function attacks(victim: number): Attack[] {
  const one = (name: string, message: Uint8Array, closedWith: number | null): Attack => ({
    name,
    messages: [message],
    closedWith,
  });
  return [
    one('a giant varint for a count', raw(numbers(2 ** 52, 1, 1)), refused),
    one('a varint that never ends', update(new Uint8Array(200).fill(0xff)), refused),
    one('a v2 update', update(Y.convertUpdateFormatV1ToV2(edited((doc) => doc.getMap('plan').set('a', 'b')))), refused),
    one('a run-length bomb', update(runLengthBomb()), refused),
    one('types nested 70 deep', update(edited(nestTypes(70))), refused),
    one('a value nested 70 deep', update(edited((doc) => doc.getMap('plan').set('a', nestValues(70)))), refused),
    one('a value nested 100,000 deep', raw(deepValue(100_000)), refused),
    one('JSON nested 100,000 deep', raw(deepJson(100_000)), refused),
    one('a clock gap', raw(numbers(1, 1, 77, 1_000, 0, 1, 0)), null),
    one('a clock gap in a step 2', syncOf(syncMessage.step2, encoding.encode(numbers(1, 1, 77, 9, 0, 1, 0))), 4509),
    one('a clock beyond all writing', raw(numbers(1, 1, 77, 0, 0, 2 ** 40, 0)), refused),
    one('deleted content of giant length', raw(giantDeleted), refused),
    one('a deletion of the future', raw(numbers(0, 1, 77, 1, 5, 1_000)), null),
    one('a deletion of giant length', raw(numbers(0, 1, 77, 1, 0, 2 ** 50)), null),
    one('an unknown root', update(edited((doc) => doc.getMap('secrets').set('a', 1))), refused),
    one('a prototype key', update(edited((doc) => doc.getMap('elements').set('__proto__', 1))), refused),
    one('a prototype key within a value', raw(prototypeValue), refused),
    one('a document of its own', update(edited((doc) => doc.getMap('plan').set('d', new Y.Doc()))), refused),
    one('origins in a circle over 250 clients', raw(circle(250)), null),
    one('origins in a circle over 2,000 clients', raw(circle(2_000)), refused),
    one('200 clients that wait for two that wait for each other', raw(pingPong(10_000, 200)), null),
    one('40,000 deletions from last to first', raw(deletionsBackwards(40_000)), null),
    one('100,000 of the smallest structs', raw(smallestStructs(100_000)), refused),
    one('a state vector of 150,000 clients', syncOf(syncMessage.step1, encoding.encode(stateVector(150_000, 1))), null),
    one('a message of 50 MB', new Uint8Array(50_000_000), closeCode.tooLarge),
    one('presence of 50 MB', presenceOf([{ client: 1, state: `"${'x'.repeat(50_000_000)}"` }]), closeCode.tooLarge),
    one('presence of 3 MB', presenceOf([{ client: 1, state: `"${'x'.repeat(3_000_000)}"` }]), null),
    one('presence of 800,000 others', presenceOf(saidOf(victim, 800_000)), null),
    { name: '10,000 tiny messages', messages: repeat(10_000, presenceOf([])), closedWith: closeCode.tooManyMessages },
    {
      name: '10,000 questions who is here',
      messages: repeat(10_000, new Uint8Array([messageType.queryAwareness])),
      closedWith: closeCode.tooManyMessages,
    },
    { name: '1,500 questions for the whole plan', messages: repeat(1_500, askForAll), closedWith: null },
    {
      name: '40 state vectors of 30,000 clients',
      messages: Array.from({ length: 40 }, (_, index) =>
        syncOf(syncMessage.step1, encoding.encode(stateVector(30_000, index))),
      ),
      closedWith: null,
    },
  ];
}

const askForAll = syncOf(syncMessage.step1, new Uint8Array([0]));

/** Nonsense of one kind, as chance has it. */
export function nonsense(kind: 'random' | 'truncated' | 'flipped' | 'random update', random: Random): Uint8Array {
  if (kind === 'random') return random.bytes(1 + random.below(300));
  if (kind === 'random update') return update(random.bytes(1 + random.below(300)));
  const whole = syncOf(syncMessage.update, laterUpdate());
  if (kind === 'truncated') return whole.subarray(0, 1 + random.below(whole.length - 1));
  const flipped = whole.slice();
  const at = random.below(flipped.length);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
  return flipped;
}

/** An edit that follows one which the server has not seen, so that it stays out however its bits fall. */
function laterUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 0b1010_1010_1010;
  doc.getMap('plan').set('a', 'first');
  doc.getMap('plan').set('b', 'x');
  doc.getMap('plan').set('c', 'y');
  const before = Y.encodeStateVector(doc);
  doc.getMap('plan').set('title', new Y.Text('A later change'));
  doc.getMap('elements').set('e', new Y.Map([['kind', 'idea']]));
  return Y.encodeStateAsUpdate(doc, before);
}

function runLengthBomb(): Uint8Array {
  const text = new Y.Doc();
  text.getText('plan').insert(0, 'x'.repeat(1_000));
  const bytes = Y.encodeStateAsUpdateV2(text);
  const bomb = bytes.slice();
  bomb.set([0xff, 0xff, 0xff, 0xff, 0x0f], Math.floor(bytes.length / 3));
  return bomb;
}

function nestTypes(depth: number) {
  return (doc: Y.Doc) => {
    let map = doc.getMap('plan') as Y.Map<unknown>;
    for (let level = 0; level < depth; level++) map = map.set('m', new Y.Map<unknown>()) as Y.Map<unknown>;
  };
}

function nestValues(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

const begin =
  (client: number, structs: number, info: number): Write =>
  (out) => {
    numbers(1, structs, client, 0)(out);
    encoding.writeUint8(out, info);
    // In the root `plan`, at a key.
    encoding.writeVarUint(out, 1);
    encoding.writeVarString(out, 'plan');
    encoding.writeVarString(out, 'key');
  };

const anyAtKey = 8 | 32;
const jsonAtKey = 2 | 32;

function deepValue(depth: number): Write {
  return (out) => {
    begin(77, 1, anyAtKey)(out);
    encoding.writeVarUint(out, 1);
    for (let level = 0; level < depth; level++) {
      encoding.writeUint8(out, 117);
      encoding.writeVarUint(out, 1);
    }
    encoding.writeUint8(out, 126);
    encoding.writeVarUint(out, 0);
  };
}

function deepJson(depth: number): Write {
  return (out) => {
    begin(77, 1, jsonAtKey)(out);
    encoding.writeVarUint(out, 1);
    encoding.writeVarString(out, '['.repeat(depth) + ']'.repeat(depth));
    encoding.writeVarUint(out, 0);
  };
}

const giantDeleted: Write = (out) => {
  begin(77, 1, 1 | 32)(out);
  numbers(2 ** 45, 0)(out);
};

const prototypeValue: Write = (out) => {
  begin(77, 1, anyAtKey)(out);
  encoding.writeVarUint(out, 1);
  encoding.writeUint8(out, 118);
  encoding.writeVarUint(out, 1);
  encoding.writeVarString(out, '__proto__');
  encoding.writeUint8(out, 126);
  encoding.writeVarUint(out, 0);
};

/** An item that follows the one with this id. */
const following =
  (client: number, clock: number): Write =>
  (out) => {
    encoding.writeUint8(out, 4 | 128);
    numbers(client, clock)(out);
    encoding.writeVarString(out, 'x');
  };

/** Each client's only item follows the next client's. */
function circle(clients: number): Write {
  return (out) => {
    encoding.writeVarUint(out, clients);
    for (let client = clients; client > 0; client--) {
      numbers(1, client, 0)(out);
      following(client === clients ? 1 : client + 1, 0)(out);
    }
    encoding.writeVarUint(out, 0);
  };
}

/** Clients 1 and 2 take turns, and `bystanders` wait for the end of one of them. */
function pingPong(turns: number, bystanders: number): Write {
  return (out) => {
    encoding.writeVarUint(out, 2 + bystanders);
    for (let client = 2 + bystanders; client > 2; client--) {
      numbers(1, client, 0)(out);
      following(1, turns)(out);
    }
    numbers(turns, 2, 0)(out);
    for (let turn = 0; turn < turns; turn++) following(1, turn)(out);
    numbers(turns, 1, 0)(out);
    for (let turn = 0; turn < turns; turn++) {
      if (turn > 0) following(2, turn - 1)(out);
      else begin1(out);
    }
    encoding.writeVarUint(out, 0);
  };
}

const begin1: Write = (out) => {
  encoding.writeUint8(out, 4);
  encoding.writeVarUint(out, 1);
  encoding.writeVarString(out, 'plan');
  encoding.writeVarString(out, 'x');
};

function deletionsBackwards(ranges: number): Write {
  return (out) => {
    numbers(0, 1, 77, ranges)(out);
    for (let range = ranges; range > 0; range--) numbers(range * 2, 1)(out);
  };
}

function smallestStructs(structs: number): Write {
  return (out) => {
    numbers(1, structs, 77, 0)(out);
    for (let struct = 0; struct < structs; struct++) numbers(0, 1)(out);
    encoding.writeVarUint(out, 0);
  };
}

function stateVector(clients: number, firstClient: number): Write {
  return (out) => {
    encoding.writeVarUint(out, clients);
    for (let client = 0; client < clients; client++) numbers(firstClient + client * 7, 1)(out);
  };
}

const saidOf = (client: number, count: number) => Array.from({ length: count }, () => ({ client, state: '' }));
