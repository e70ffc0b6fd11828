import type { Authorship, Diff, Wording } from '@longtable/shared/history';
import { createElementId, type ElementId } from '@longtable/shared/ids';
import { findBody, planText } from '@longtable/shared/plan/document';
import { addElement, removeElement } from '@longtable/shared/plan/edits';
import { textBlock } from '@longtable/shared/plan/rich-text';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import type { AccessPolicy } from '../../access/access.ts';
import { type Guest, synced, TestServer, until } from '../../testing/test-server.ts';

let server: TestServer;
let ada: Guest;
let bo: Guest;
const providers: WebsocketProvider[] = [];
/** Whose name begins with a "Reader" may only read. */
const access: AccessPolicy = {
  roleOf: (actor) => (actor && !actor.name.startsWith('Reader') ? 'editor' : 'reader'),
  canCreate: (actor) => actor !== null,
};

beforeAll(async () => {
  server = await TestServer.start({ access });
  ada = await server.join('Ada', 'City of Ghent');
  bo = await server.join('Bo');
});
afterAll(async () => {
  for (const provider of providers) provider.destroy();
  await server.remove();
});

const begin = async () => {
  const plan = await server.startPlan(ada);
  const [adas, bos] = [await open(plan, ada), await open(plan, bo)];
  const id = addElement(adas, { kind: 'idea', title: 'Hall', body: [textBlock('A roof.'), textBlock('A floor.')] });
  await until(bos, () => findBody(bos, id) !== null);
  return { plan, adas, bos, id, was: await seqOf(plan) };
};

async function open(plan: string, guest: Guest): Promise<Y.Doc> {
  const provider = server.connect(plan, guest);
  providers.push(provider);
  await synced(provider);
  return provider.doc;
}

const seqOf = async (plan: string) => (await server.json<{ seq: number }>(`/api/plans/${plan}`)).seq;
const wordsIn = (doc: Y.Doc, id: ElementId, block: number) =>
  (findBody(doc, id)?.get(block) as Y.XmlElement | undefined)?.get(0) as Y.XmlText | undefined;
const lettersIn = (doc: Y.Doc, id: ElementId, block: number) => wordsIn(doc, id, block)?.toJSON() ?? '';
const blockId = (doc: Y.Doc, id: ElementId, block: number) =>
  String(((findBody(doc, id) as Y.XmlFragment).get(block) as Y.XmlElement).getAttribute('id'));

async function restore(plan: string, body: object, guest: Guest | null, path = 'restore') {
  const response = await server.post(`/api/plans/${plan}/${path}`, body, guest);
  return { status: response.status, answer: (await response.json()) as { seq: number; detail: string } };
}

describe('[H5] restoring', () => {
  test('a paragraph comes back for everyone as a change of whoever restored it; its words stay their author’s', async () => {
    const { plan, adas, bos, id, was } = await begin();
    const block = blockId(adas, id, 0);
    wordsIn(adas, id, 0)?.delete(1, 5);
    wordsIn(bos, id, 1)?.insert(0, 'Also: ');
    await until(bos, () => lettersIn(bos, id, 0) === 'A.');
    await until(adas, () => lettersIn(adas, id, 1).startsWith('Also'));

    const target = { seq: was, element: id, block };
    const preview = (await (await server.post(`/api/plans/${plan}/restore/preview`, target, bo)).json()) as Diff;
    expect(preview.changes).toMatchObject([{ type: 'insert', text: ' roof', element: id, by: { name: 'Bo' } }]);
    expect(preview.documents).toHaveLength(1);
    expect(lettersIn(adas, id, 0)).toBe('A.');

    const { status, answer } = await restore(plan, target, bo);
    expect(status).toBe(200);
    expect(answer.seq).toBeGreaterThan(was);
    await until(adas, () => lettersIn(adas, id, 0) === 'A roof.');
    await until(bos, () => lettersIn(bos, id, 0) === 'A roof.');
    expect(lettersIn(adas, id, 1)).toBe('Also: A floor.');

    const diff = await server.json<Diff>(`/api/plans/${plan}/diff?from=${answer.seq - 1}&to=${answer.seq}`);
    expect(diff.changes).toMatchObject([{ type: 'insert', text: ' roof', by: { id: bo.id }, seq: answer.seq }]);
    const path = `/api/plans/${plan}/elements/${id}`;
    const { blocks } = await server.json<Authorship>(`${path}/authorship`);
    expect(blocks[0]?.runs.map(({ text, by, restored }) => [text, by.name, restored?.by.name ?? null])).toEqual([
      ['A', 'Ada', null],
      [' roof', 'Ada', 'Bo'],
      ['.', 'Ada', null],
    ]);
    const { wordings } = await server.json<{ wordings: Wording[] }>(`${path}/wordings?block=${block}`);
    expect(wordings.map(({ text, by }) => [text, by.name])).toEqual([
      ['A roof.', 'Bo'],
      ['A.', 'Ada'],
    ]);
    // Again: there is nothing to do.
    expect((await restore(plan, target, ada)).answer.seq).toBe(answer.seq);
  });

  test('two who restore the same at once bring it back once', async () => {
    const { plan, adas, bos, id, was } = await begin();
    removeElement(bos, id);
    await until(adas, () => findBody(adas, id) === null);
    const answers = await Promise.all([ada, bo, ada].map((guest) => restore(plan, { seq: was, element: id }, guest)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ answer }) => answer.seq)).size).toBe(1);
    await until(adas, () => lettersIn(adas, id, 0) === 'A roof.');
    expect(findBody(adas, id)?.length).toBe(2);
  });

  test('the whole plan, after a restart of the server too', async () => {
    const { plan, adas, bos, id, was } = await begin();
    planText(bos, 'title')?.insert(0, 'Not ');
    addElement(bos, { kind: 'idea', title: 'Later' });
    await until(adas, () => planText(adas, 'title')?.toJSON() === 'Not A plan' && adas.getMap('elements').size === 2);
    const { answer } = await restore(plan, { seq: was }, ada);
    await until(bos, () => planText(bos, 'title')?.toJSON() === 'A plan' && bos.getMap('elements').size === 1);
    const [now, before] = await Promise.all(
      [answer.seq, was].map((seq) => server.json<object>(`/api/plans/${plan}/export?format=json&at=${seq}`)),
    );
    expect({ ...now, seq: 0 }).toEqual({ ...before, seq: 0 });
    expect(findBody(adas, id)?.length).toBe(2);
  });

  test('what makes no sense is refused with a sentence', async () => {
    const { plan, adas, bos, id, was } = await begin();
    const block = blockId(adas, id, 0);
    const ask = async (body: object, guest: Guest | null = ada) => {
      const { status, answer } = await restore(plan, body, guest);
      const preview = await restore(plan, body, guest, 'restore/preview');
      expect([preview.status, preview.answer.detail]).toEqual([status, answer.detail]);
      return [status, answer.detail];
    };
    expect(await ask({ seq: was }, null)).toEqual([401, expect.stringContaining('Choose a name')]);
    const reader = await server.join('Reader');
    expect(await ask({ seq: was }, reader)).toEqual([403, expect.stringContaining('not change')]);
    expect(await ask({})).toEqual([400, expect.stringContaining('"seq"')]);
    expect(await ask({ seq: 0 })).toEqual([400, expect.stringContaining('1 or more')]);
    expect(await ask({ seq: 1.5 })).toEqual([400, expect.stringContaining('"seq"')]);
    expect(await ask({ seq: was + 999 })).toEqual([400, expect.stringContaining(`no change ${was + 999}`)]);
    expect(await ask({ seq: was, element: 'x' })).toEqual([400, expect.stringContaining('"element"')]);
    expect(await ask({ seq: was, element: createElementId() })).toEqual([404, expect.stringContaining('element')]);
    expect(await ask({ seq: 1, element: id })).toEqual([404, expect.stringContaining('change 1')]);
    expect(await ask({ seq: was, element: id, block: 'none' })).toEqual([404, expect.stringContaining('paragraph')]);
    removeElement(bos, id);
    await until(adas, () => findBody(adas, id) === null);
    expect(await ask({ seq: was, block })).toEqual([409, expect.stringContaining('Restore the element')]);
    const unknown = await restore('AAAAAAAAAAAAAAAAAAAAAA', { seq: 1 }, ada);
    expect(unknown.status).toBe(404);
  });
});

describe('who wrote what, over HTTP', () => {
  test('the plan’s own texts, an element as it was, and what is asked wrongly', async () => {
    const { plan, id, was } = await begin();
    const ask = async (path: string) => {
      const response = await server.fetch(`/api/plans/${plan}/elements/${path}`);
      return [response.status, ((await response.json()) as { detail?: string }).detail];
    };
    const own = await server.json<Authorship>(`/api/plans/${plan}/elements/plan/authorship?at=${was}`);
    expect(own.texts.find(({ field }) => field === 'title')?.runs).toMatchObject([
      { text: 'A plan', by: { id: ada.id } },
    ]);
    expect(await ask(`${id}/authorship?at=${was + 99}`)).toEqual([400, expect.stringContaining('no change')]);
    expect(await ask(`${id}/authorship?at=1`)).toEqual([404, expect.stringContaining('change 1')]);
    expect(await ask('odd/authorship')).toEqual([404, expect.stringContaining('never')]);
    expect(await ask(`${id}/wordings`)).toEqual([400, expect.stringContaining('either')]);
    expect(await ask(`${id}/wordings?field=title&block=x`)).toEqual([400, expect.stringContaining('either')]);
    const { wordings } = await server.json<{ wordings: Wording[] }>(
      `/api/plans/${plan}/elements/plan/wordings?field=title`,
    );
    expect(wordings).toMatchObject([{ text: 'A plan', by: { name: 'Ada' } }]);
  });
});
