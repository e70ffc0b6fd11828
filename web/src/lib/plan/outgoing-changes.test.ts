import { messageType, syncMessage } from '@longtable/shared/protocol';
import { splitUpdate } from '@longtable/shared/updates/split-update';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { OutgoingChanges } from './outgoing-changes.ts';

const { step1, step2, update } = syncMessage;
const large = 'word '.repeat(300_000);

/** Somebody who writes, with a socket that keeps what is sent. */
class Page {
  readonly doc = new Y.Doc();
  readonly sent: Uint8Array[] = [];
  readonly changes: OutgoingChanges;
  isSynced = true;

  constructor(load = async () => splitUpdate) {
    this.changes = new OutgoingChanges(load, () => this.isSynced);
    this.open();
  }

  open(): void {
    this.changes.begin((message) => this.sent.push(message));
  }

  get text(): Y.Text {
    return this.doc.getText('t');
  }

  /** As the provider does with what is written. */
  write(words: string): void {
    const before = Y.encodeStateVector(this.doc);
    this.text.insert(this.text.length, words);
    this.changes.take(frame(update, Y.encodeStateAsUpdate(this.doc, before)));
  }

  /** As the provider does when the server asks what it lacks: everything. */
  answer(): void {
    this.changes.take(frame(step2, Y.encodeStateAsUpdate(this.doc)));
  }

  get kinds(): number[] {
    return this.sent.map((message) => readFrame(message).kind);
  }

  /** What a server has that took all that was sent. */
  get arrived(): string {
    const doc = new Y.Doc();
    for (const message of this.sent) {
      Y.applyUpdate(doc, readFrame(message).payload);
      expect(doc.store.pendingStructs).toBeNull();
    }
    return doc.getText('t').toJSON();
  }
}

function frame(kind: number, payload: Uint8Array): Uint8Array {
  return encoding.encode((out) => {
    encoding.writeVarUint(out, messageType.sync);
    encoding.writeVarUint(out, kind);
    encoding.writeVarUint8Array(out, payload);
  });
}

function readFrame(message: Uint8Array): { kind: number; payload: Uint8Array } {
  const decoder = decoding.createDecoder(message);
  decoding.readVarUint(decoder);
  return { kind: decoding.readVarUint(decoder), payload: decoding.readVarUint8Array(decoder) };
}

describe('[S1] changes on their way out', () => {
  test('what is small goes at once and as it is; questions and presence are no changes', () => {
    const page = new Page(async () => {
      throw new Error('Nobody needs this.');
    });
    page.write('A bench');
    page.answer();
    expect(page.kinds).toEqual([update, step2]);
    expect(page.changes.take(frame(step1, new Uint8Array([0])))).toBe(false);
    expect(page.changes.take(new Uint8Array([messageType.awareness, 0]))).toBe(false);
    expect(page.sent).toHaveLength(2);
  });

  test('a large answer goes in parts, a step 2 last; what is written meanwhile comes after it', async () => {
    const page = new Page();
    page.write('Begin. ');
    page.changes.noteSaved(1);
    page.text.insert(page.text.length, large);
    page.answer();
    page.write('End.');
    expect(page.changes.isSaved).toBe(false);
    expect(page.sent).toHaveLength(1);
    await page.changes.flush();
    await expect.poll(() => page.kinds.at(-1)).toBe(update);
    expect(page.kinds.slice(1, -2).every((kind) => kind === update)).toBe(true);
    expect(page.kinds.at(-2)).toBe(step2);
    expect(page.arrived).toBe(`Begin. ${large}End.`);
  });

  test('all is saved when the last part is', async () => {
    const page = new Page();
    page.write(large);
    await expect.poll(() => page.sent.length).toBeGreaterThan(2);
    page.changes.noteSaved(page.sent.length - 1);
    expect(page.changes.isSaved).toBe(false);
    page.changes.noteSaved(page.sent.length);
    expect(page.changes.isSaved).toBe(true);
  });

  test('parts of what was just written go after all that they may build on is saved', async () => {
    const page = new Page();
    page.write('Begin. ');
    page.write(large);
    await page.changes.flush();
    expect(page.sent).toHaveLength(1);
    page.changes.noteSaved(1);
    await expect.poll(() => page.arrived).toBe(`Begin. ${large}`);
  });

  test('[S11] parts wait while the server can’t save, and before it has said so', async () => {
    const page = new Page();
    page.isSynced = false;
    page.text.insert(0, large);
    page.answer();
    await page.changes.flush();
    page.changes.noteStorage(true);
    page.isSynced = true;
    await page.changes.flush();
    expect(page.sent).toHaveLength(0);
    expect(page.changes.isSaved).toBe(false);
    page.changes.noteStorage(false);
    await expect.poll(() => page.kinds.at(-1)).toBe(step2);
    expect(page.arrived).toBe(large);
  });

  test('[S11] who is asked several times answers once, and again after storage failed', async () => {
    const page = new Page();
    page.text.insert(0, large);
    page.answer();
    page.answer();
    await expect.poll(() => page.kinds.at(-1)).toBe(step2);
    const once = page.sent.length;
    page.answer();
    await page.changes.flush();
    expect(page.sent).toHaveLength(once);
    page.changes.noteStorage(true);
    page.answer();
    page.changes.noteStorage(false);
    await expect.poll(() => page.sent.length).toBe(2 * once);
    page.changes.noteSaved(page.sent.length);
    page.answer();
    await expect.poll(() => page.sent.length).toBe(3 * once);
  });

  test('a new socket begins anew, also while the code for splitting is on its way', async () => {
    let deliver: (split: typeof splitUpdate) => void = () => undefined;
    const page = new Page(() => new Promise((resolve) => (deliver = resolve)));
    page.write(large);
    page.open();
    deliver(splitUpdate);
    await Promise.resolve();
    expect(page.sent).toHaveLength(0);
    expect(page.changes.isBegun).toBe(false);
    page.answer();
    deliver(splitUpdate);
    await expect.poll(() => page.kinds.at(-1)).toBe(step2);
    expect(page.arrived).toBe(large);
  });
});
