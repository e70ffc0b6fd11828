/** Messages that no client of anybody's would send: each kind makes any number of them, the same in every run. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { emptyStateVector, messageType, syncFrame, syncMessage } from './frames.ts';
import { frameHeader, opcode } from './light-socket.ts';
import { createRandom } from './random.ts';
import type { SeededPlan } from './seeded-plan.ts';

/** What is written to an open socket. */
export interface Attack {
  /** Payloads of binary frames. */
  messages?: Uint8Array[];
  /** Bytes of the WebSocket protocol itself, written after the messages. */
  raw?: Uint8Array;
}

export interface AttackKind {
  name: string;
  make(target: Target, number: number): Attack;
}

export interface Target {
  plan: SeededPlan;
  prefix: Uint8Array;
}

const hugePresenceBytes = 50 * 1024 * 1024;
const depth = 20_000;
const floodMessages = 10_000;
const stateVectorClients = 200_000;
const maxSafe = Number.MAX_SAFE_INTEGER;

const bytesOf = (write: (encoder: encoding.Encoder) => void) => encoding.encode(write);
const withPrefix = (prefix: Uint8Array, message: Uint8Array) => new Uint8Array(Buffer.concat([prefix, message]));
const update = ({ prefix }: Target, bytes: Uint8Array) => syncFrame(prefix, syncMessage.update, bytes);
const one = (message: Uint8Array): Attack => ({ messages: [message] });

/** A good update, to be spoilt. */
function goodUpdate({ plan }: Target, text: string): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, plan.update);
  const known = Y.encodeStateVector(doc);
  (doc.getMap('plan').get('context') as Y.Text).insert(0, text);
  return Y.encodeStateAsUpdate(doc, known);
}

/** One struct at `clock` of a new client, with what `write` puts after its id. */
const structUpdate = (client: number, clock: number, write: (encoder: encoding.Encoder) => void) =>
  bytesOf((encoder) => {
    for (const value of [1, 1, client, clock]) encoding.writeVarUint(encoder, value);
    write(encoder);
    encoding.writeVarUint(encoder, 0);
  });

function presence(prefix: Uint8Array, state: string): Uint8Array {
  const inner = bytesOf((encoder) => {
    for (const value of [1, 4711, 1]) encoding.writeVarUint(encoder, value);
    encoding.writeVarString(encoder, state);
  });
  return withPrefix(
    prefix,
    bytesOf((encoder) => {
      encoding.writeVarUint(encoder, messageType.awareness);
      encoding.writeVarUint8Array(encoder, inner);
    }),
  );
}

let hugePresence: { prefix: string; message: Uint8Array } | null = null;

/** Made once for each server: making it takes longer than sending it. */
function getHugePresence(prefix: Uint8Array): Uint8Array {
  const key = Buffer.from(prefix).toString('hex');
  if (hugePresence?.prefix !== key) {
    hugePresence = { prefix: key, message: presence(prefix, JSON.stringify({ name: 'x'.repeat(hugePresenceBytes) })) };
  }
  return hugePresence.message;
}

/** Often, and cheap to make. */
export const smallAttacks: readonly AttackKind[] = [
  {
    name: 'random bytes',
    make: ({ prefix }, number) => {
      const random = createRandom(number);
      return one(
        withPrefix(
          prefix,
          Uint8Array.from({ length: 1 + Math.floor(random() * 300) }, () => random() * 256),
        ),
      );
    },
  },
  {
    name: 'a truncated update',
    make: (target, number) => {
      const whole = update(target, goodUpdate(target, 'cut off'));
      return one(whole.subarray(0, target.prefix.length + 1 + (number % (whole.length - target.prefix.length - 1))));
    },
  },
  {
    name: 'an update with flipped bits',
    make: (target, number) => {
      const random = createRandom(number);
      const spoilt = goodUpdate(target, 'flipped');
      for (let flips = 0; flips < 3; flips++) {
        const at = Math.floor(random() * spoilt.length);
        spoilt[at] = (spoilt[at] as number) ^ (1 << Math.floor(random() * 8));
      }
      return one(update(target, spoilt));
    },
  },
  {
    name: 'an update of giant numbers',
    make: (target, number) => {
      const giant = [maxSafe, 2 ** 40, 2 ** 32 + number];
      return one(
        update(
          target,
          bytesOf((encoder) => {
            for (let count = 0; count < 8; count++) encoding.writeVarUint(encoder, giant[count % 3] as number);
          }),
        ),
      );
    },
  },
  {
    name: 'a length beyond the message',
    make: ({ prefix }) =>
      one(
        withPrefix(
          prefix,
          bytesOf((encoder) => {
            for (const value of [messageType.sync, syncMessage.update, maxSafe]) encoding.writeVarUint(encoder, value);
          }),
        ),
      ),
  },
  {
    name: 'a varint without end',
    make: ({ prefix }) => one(withPrefix(prefix, new Uint8Array(64).fill(0xff))),
  },
  {
    name: 'an unknown type',
    make: ({ prefix }, number) => one(withPrefix(prefix, new Uint8Array([20 + (number % 80)]))),
  },
  {
    name: 'a gap in the clocks',
    make: (target, number) =>
      one(
        update(
          target,
          structUpdate(1_000_000 + number, 1_000_000, (encoder) => {
            encoding.writeUint8(encoder, 4);
            encoding.writeVarUint(encoder, 1);
            encoding.writeVarString(encoder, 'plan');
            encoding.writeVarString(encoder, 'from nowhere');
          }),
        ),
      ),
  },
  {
    name: 'a deletion of the future',
    make: (target) =>
      one(
        update(
          target,
          bytesOf((encoder) => {
            for (const value of [0, 1, target.plan.text.client, 1, 2 ** 30, 2 ** 30]) {
              encoding.writeVarUint(encoder, value);
            }
          }),
        ),
      ),
  },
  {
    name: 'an item of a billion deleted letters',
    make: (target, number) =>
      one(
        update(
          target,
          structUpdate(2_000_000 + number, 0, (encoder) => {
            encoding.writeUint8(encoder, 1);
            encoding.writeVarUint(encoder, 1);
            encoding.writeVarString(encoder, 'plan');
            encoding.writeVarUint(encoder, 1_000_000_000);
          }),
        ),
      ),
  },
  {
    name: 'a prototype key',
    make: (target) => {
      const doc = new Y.Doc();
      doc.getMap('elements').set('__proto__', { polluted: true });
      return one(update(target, Y.encodeStateAsUpdate(doc)));
    },
  },
  { name: 'presence that is no JSON', make: ({ prefix }) => one(presence(prefix, '{"name":')) },
  { name: 'a text frame', make: () => ({ raw: Buffer.concat([frameHeader(opcode.text, 5), Buffer.from('hello')]) }) },
  {
    name: 'a frame with reserved bits',
    make: ({ prefix }) => {
      const header = frameHeader(opcode.binary, prefix.length + 1);
      header[0] = 0xf2;
      return { raw: Buffer.concat([header, prefix, Buffer.from([0])]) };
    },
  },
  { name: 'a frame of an unknown kind', make: () => ({ raw: frameHeader(11, 0) }) },
  { name: 'a frame without a mask', make: () => ({ raw: Buffer.from([0x82, 0x01, 0x00]) }) },
  {
    name: 'a frame that says it is huge',
    make: () => ({ raw: frameHeader(opcode.binary, 2 ** 50) }),
  },
];

/** A few of each: they are large, or many messages in one. */
export const largeAttacks: readonly AttackKind[] = [
  { name: 'a presence of 50 MB', make: ({ prefix }) => one(getHugePresence(prefix)) },
  {
    name: 'deep JSON',
    make: (target, number) =>
      one(
        update(
          target,
          structUpdate(3_000_000 + number, 0, (encoder) => {
            encoding.writeUint8(encoder, 8 | 0x20);
            encoding.writeVarUint(encoder, 1);
            encoding.writeVarString(encoder, 'plan');
            encoding.writeVarString(encoder, 'scale');
            encoding.writeVarUint(encoder, 1);
            // An array of one array of one array, and so on.
            for (let level = 0; level < depth; level++) encoding.writeUint8Array(encoder, new Uint8Array([117, 1]));
            encoding.writeUint8(encoder, 126);
          }),
        ),
      ),
  },
  {
    name: 'deep presence',
    make: ({ prefix }) => one(presence(prefix, '['.repeat(depth) + ']'.repeat(depth))),
  },
  {
    name: 'deep maps',
    make: (target) => {
      const doc = new Y.Doc();
      doc.transact(() => {
        let map: Y.Map<unknown> = doc.getMap('elements');
        for (let level = 0; level < depth / 4; level++) map = map.set('a', new Y.Map()) as Y.Map<unknown>;
      });
      return one(update(target, Y.encodeStateAsUpdate(doc)));
    },
  },
  {
    name: 'a state vector of 200,000 clients',
    make: ({ prefix }) =>
      one(
        syncFrame(
          prefix,
          syncMessage.step1,
          bytesOf((encoder) => {
            encoding.writeVarUint(encoder, stateVectorClients);
            for (let client = 0; client < stateVectorClients; client++) {
              encoding.writeVarUint(encoder, client + 1);
              encoding.writeVarUint(encoder, 1);
            }
          }),
        ),
      ),
  },
  {
    name: '10,000 questions at once',
    make: ({ prefix }) => ({
      messages: Array.from({ length: floodMessages }, () => syncFrame(prefix, syncMessage.step1, emptyStateVector)),
    }),
  },
  {
    name: '10,000 presences at once',
    make: ({ prefix }) => ({
      messages: Array.from({ length: floodMessages }, (_, index) => presence(prefix, `{"at":${index}}`)),
    }),
  },
];
