/** Versions, notes on changes, the timeline and what is new since somebody last looked, as pages ask for them. */
import type { ChangeNote } from '@longtable/shared/history/change-note';
import type { Review } from '@longtable/shared/history/review';
import type { Timeline } from '@longtable/shared/history/timeline';
import type { Version } from '@longtable/shared/history/version';
import { addElement, setElementField } from '@longtable/shared/plan/edits';
import { messageType } from '@longtable/shared/protocol';
import Database from 'better-sqlite3';
import * as decoding from 'lib0/decoding';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { linkHoldersMayEdit } from '../../access/access.ts';
import { type Guest, synced, TestServer } from '../../testing/test-server.ts';

const nobody = 'AAAAAAAAAAAAAAAAAAAAAA';
const dayMs = 24 * 60 * 60 * 1000;

let server: TestServer;
let ada: Guest;
let bo: Guest;
let reader: Guest;
let plan: string;

beforeAll(async () => {
  const readers: string[] = [];
  server = await TestServer.start({
    access: {
      ...linkHoldersMayEdit,
      roleOf: (actor) => (actor && !readers.includes(actor.id) ? 'editor' : 'reader'),
    },
  });
  ada = await server.join('Ada', 'City of Ghent');
  bo = await server.join('Bo');
  reader = await server.join('Reader');
  readers.push(reader.id);
});
beforeEach(async () => {
  plan = await server.startPlan(ada, 'Ghent 2050');
});
afterAll(() => server.remove());

async function send(method: string, path: string, body: unknown, guest: Guest | null = ada): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return server.fetch(`/api/plans/${plan}/${path}`, guest, init);
}
async function ask<T>(path: string, guest: Guest | null = ada): Promise<T> {
  const response = await server.fetch(`/api/plans/${plan}/${path}`, guest);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}
async function made<T>(response: Promise<Response>, status = 201): Promise<T> {
  const answer = await response;
  expect(answer.status).toBe(status);
  return (await answer.json()) as T;
}
async function refusal(response: Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const { status, detail } = (await answer.json()) as { status: number; detail: string };
  expect(status).toBe(answer.status);
  return [status, detail];
}
/** Somebody edits the plan, and it is on disk. */
async function edit<T>(guest: Guest, change: (doc: Y.Doc) => T): Promise<T> {
  const before = (await server.json<{ seq: number }>(`/api/plans/${plan}`)).seq;
  const doc = new Y.Doc();
  const provider = server.connect(plan, guest, doc);
  await synced(provider);
  const result = change(doc);
  await expect.poll(async () => (await server.json<{ seq: number }>(`/api/plans/${plan}`)).seq).toBeGreaterThan(before);
  provider.destroy();
  return result;
}
const addIdea = (guest: Guest, title = 'A bench') => edit(guest, (doc) => addElement(doc, { kind: 'idea', title }));
const name = (body: object, guest: Guest | null = ada) => send('POST', 'versions', body, guest);
const write = (body: object, guest: Guest | null = ada) => send('POST', 'notes', body, guest);

describe('the timeline', () => {
  test('tells who changed how much when, for the whole plan or a part', async () => {
    await addIdea(bo);
    const timeline = await ask<Timeline>('timeline?buckets=400', null);
    expect(timeline).toMatchObject({
      first: 0,
      last: 2,
      organisations: [
        { name: null, changes: 1 },
        { name: 'City of Ghent', changes: 1 },
      ],
    });
    expect((await ask<Timeline>('timeline?kind=elements')).people).toMatchObject([
      { author: { name: 'Bo' }, changes: 1 },
    ]);
    expect((await ask<Timeline>('timeline?organisation=Nobody')).buckets).toEqual([]);
    const { revisions } = await ask<{ revisions: unknown[] }>('revisions?kind=elements');
    expect(revisions).toMatchObject([{ by: { name: 'Bo' }, notes: [], version: null, intents: [] }]);
  });

  test('where the plan stood at a time', async () => {
    expect(await ask('seq?at=2001-01-01')).toEqual({ seq: 0, at: null });
    expect(await ask('seq?at=2101-01-01')).toMatchObject({ seq: 1 });
  });

  test.each([
    ['timeline?buckets=0', '"buckets" must be 1 to 400.'],
    ['timeline?buckets=401', '"buckets" must be 1 to 400.'],
    ['timeline?kind=moods', '"kind" must be one of text, fields, links, elements, structure.'],
    ['timeline?from=yesterday', '"from" must be a time such as 2026-05-04T10:00:00Z.'],
    ['timeline?from=2026-05-05&to=2026-05-04', /"from" \(2026-05-05T.*\) must not be later than "to"/],
    ['revisions?from=2026-05-05&to=2026-05-04', /must not be later/],
    ['revisions?kind=moods', /"kind" must be one of/],
    ['seq?at=soon', '"at" must be a time such as 2026-05-04T10:00:00Z.'],
    ['seq', '"at" must be a time such as 2026-05-04T10:00:00Z.'],
    ['notes?from=9&to=3', '"from" must not be later than "to".'],
    ['notes?from=-1', '"from" must be the number of a change, 0 or more.'],
  ])('%s is refused', async (path, sentence) => {
    const [status, detail] = await refusal(server.fetch(`/api/plans/${plan}/${path}`));
    expect(status).toBe(400);
    expect(detail).toMatch(sentence);
  });

  test.each(['timeline', 'seq?at=2026-05-04', 'versions', 'notes', 'review'])(
    '%s of no plan is not found',
    async (path) => {
      expect((await refusal(server.fetch(`/api/plans/${nobody}/${path}`, ada)))[0]).toBe(404);
    },
  );
});

describe('[H6] versions', () => {
  test('somebody names the plan as it is, and everyone reads it, also at the revision that it names', async () => {
    await addIdea(bo);
    const version = await made<Version>(name({ name: '  Adopted by the council ', note: 'Two against.\r\nFour for.' }));
    expect(version).toMatchObject({
      seq: 2,
      name: 'Adopted by the council',
      note: 'Two against.\nFour for.',
      isProtected: false,
      by: { id: ada.id, name: 'Ada', organisation: 'City of Ghent' },
    });
    expect(Date.parse(version.planAt)).toBeLessThanOrEqual(Date.parse(version.at));
    const first = await made<Version>(name({ name: 'The beginning', seq: 1 }, bo));
    expect(await ask('versions', null)).toEqual({ versions: [version, first] });
    const { revisions } = await ask<{ revisions: { version: Version | null }[] }>('revisions');
    expect(revisions.map(({ version: named }) => named?.name)).toEqual(['Adopted by the council', 'The beginning']);
  });

  test('one is renamed, protected and deleted, and who deleted it stays known', async () => {
    const { id } = await made<Version>(name({ name: 'Draft' }));
    const change = (body: object) => send('PATCH', `versions/${id}`, body, bo);
    expect(await made(change({ name: 'Adopted', isProtected: true }), 200)).toMatchObject({
      name: 'Adopted',
      by: { id: ada.id },
    });
    for (const refused of [change({ name: 'x' }), send('DELETE', `versions/${id}`, undefined)]) {
      expect(await refusal(refused)).toEqual([
        409,
        'This version is protected. Lift its protection first, to rename or delete it.',
      ]);
    }
    await made(change({ isProtected: false }), 200);
    expect((await send('DELETE', `versions/${id}`, undefined, bo)).status).toBe(204);
    expect(await ask('versions')).toEqual({ versions: [] });
    expect((await refusal(send('DELETE', `versions/${id}`, undefined)))[0]).toBe(404);
    const database = new Database(server.databasePath, { readonly: true });
    const removed = database.prepare('select removed from version where id = ?').pluck().get(id) as string;
    database.close();
    expect(JSON.parse(removed)).toMatchObject({ actor: bo.id, at: expect.any(Number) });
  });

  test.each([
    ['no name', {}, 400, '"name" is missing.'],
    ['a number', { name: 7 }, 400, 'The name of a version must be text.'],
    ['what is no object', [], 400, '"name" is missing.'],
    ['a text', 'a', 400, 'The request must be a JSON object.'],
    ['an empty name', { name: ' ' }, 400, "The name of a version can't be empty."],
    ['a long name', { name: 'x'.repeat(121) }, 400, 'The name of a version can be at most 120 characters long.'],
    ['a name of two lines', { name: 'a\nb' }, 400, /control characters/],
    ['a long note', { name: 'a', note: 'x'.repeat(2_001) }, 400, 'The note can be at most 2000 characters long.'],
    ['a change that is not there', { name: 'a', seq: 99 }, 400, 'This plan has no change 99; its last is 1.'],
    ['nothing', { name: 'a', seq: 0 }, 400, '"seq" must be the number of a change, 1 or more.'],
    ['half a change', { name: 'a', seq: 1.5 }, 400, /"seq" must be the number of a change/],
  ])('%s can’t be named', async (_what, body, status, sentence) => {
    const [answered, detail] = await refusal(name(body as object));
    expect(answered).toBe(status);
    expect(detail).toMatch(sentence);
    expect(await ask('versions')).toEqual({ versions: [] });
  });

  test('who may not edit names nothing; one of another plan is not here', async () => {
    expect(await refusal(name({ name: 'a' }, null))).toEqual([401, 'Choose a name first, to name a version.']);
    expect(await refusal(name({ name: 'a' }, reader))).toEqual([
      403,
      'You may read this plan, but not name a version.',
    ]);
    const { id } = await made<Version>(name({ name: 'Here' }));
    plan = await server.startPlan(ada, 'Elsewhere');
    for (const path of [`versions/${id}`, `versions/${nobody}`, 'versions/x']) {
      const [status, detail] = await refusal(send('PATCH', path, { name: 'There' }));
      expect([status, detail]).toEqual([404, 'This plan has no such version. It may have been deleted.']);
    }
    expect((await refusal(send('PATCH', `versions/${id}`, {})))[1]).toBe('Say what is to be changed.');
  });
});

describe('notes on changes', () => {
  test('who made a change says why, and says it better; who reads it asks, is answered, and it is resolved', async () => {
    await addIdea(bo);
    const vague = await made<ChangeNote>(write({ seq: 2, kind: 'reason', text: 'Because' }, bo));
    const reason = await made<ChangeNote>(write({ seq: 2, kind: 'reason', text: 'People stand all day.' }, bo));
    const flag = await made<ChangeNote>(write({ seq: 2, kind: 'flag', text: 'Who pays?' }, reader));
    const reply = await made<ChangeNote>(write({ seq: 2, kind: 'reply', text: 'The city.', answers: flag.id }));
    expect(reply).toMatchObject({ answers: flag.id, by: { id: ada.id, organisation: 'City of Ghent' } });
    const resolved = await made<ChangeNote>(send('PATCH', `notes/${flag.id}`, { resolved: true }, bo), 200);
    expect(resolved).toMatchObject({ resolvedBy: { id: bo.id }, resolvedAt: expect.any(String) });
    expect(await made(send('PATCH', `notes/${flag.id}`, { resolved: true }, ada), 200)).toEqual(resolved);
    const { notes } = await ask<{ notes: ChangeNote[] }>('notes', null);
    expect(notes).toEqual([{ ...vague, replacedBy: reason.id }, reason, resolved, reply]);
    expect(await ask('notes?from=2')).toEqual({ notes: [] });
    const { revisions } = await ask<{ revisions: { notes: ChangeNote[] }[] }>('revisions');
    expect(revisions.map((revision) => revision.notes.map(({ id }) => id))).toEqual([
      [reason.id, flag.id, reply.id],
      [],
    ]);
  });

  test('a reason is for one’s own changes, of the last seven days', async () => {
    await addIdea(bo);
    expect(await refusal(write({ seq: 2, kind: 'reason', text: 'x' }))).toEqual([
      403,
      'Only who made a change can say why. Flag it, to ask them.',
    ]);
    const database = new Database(server.databasePath);
    const age = database.prepare('update log set at = ? where plan = ? and seq = 1');
    const old = await server.startPlan(ada, 'Old');
    age.run(Date.now() - 8 * dayMs, old);
    database.close();
    plan = old;
    expect(await refusal(write({ seq: 1, kind: 'reason', text: 'x' }))).toEqual([
      409,
      'This change is more than seven days old. Flag it, to write beside it.',
    ]);
    await made(write({ seq: 1, kind: 'flag', text: 'x' }));
  });

  test.each([
    ['without text', { seq: 1, kind: 'flag', text: ' \n ' }, 400, "The note can't be empty."],
    ['too long', { seq: 1, kind: 'flag', text: 'x'.repeat(2_001) }, 400, /at most 2000 characters/],
    ['with control characters', { seq: 1, kind: 'flag', text: 'a\u0000' }, 400, /control characters/],
    ['of no kind', { seq: 1, kind: 'rant', text: 'x' }, 400, '"kind" must be one of reason, flag, reply.'],
    ['at no change', { kind: 'flag', text: 'x' }, 400, '"seq" is missing.'],
    [
      'at a change that is not there',
      { seq: 9, kind: 'flag', text: 'x' },
      400,
      'This plan has no change 9; its last is 1.',
    ],
    ['that answers nothing', { seq: 1, kind: 'reply', text: 'x' }, 400, /A reply names the note that it answers/],
    ['that is no reply and answers', { seq: 1, kind: 'flag', text: 'x', answers: nobody }, 400, /only a reply does/],
    [
      'that answers what is not there',
      { seq: 1, kind: 'reply', text: 'x', answers: nobody },
      404,
      'This plan has no such note.',
    ],
  ])('a note %s is refused', async (_what, body, status, sentence) => {
    const [answered, detail] = await refusal(write(body));
    expect(answered).toBe(status);
    expect(detail).toMatch(sentence);
    expect(await ask('notes')).toEqual({ notes: [] });
  });

  test('a reply stands where what it answers stands; only flags are resolved, by those who may', async () => {
    await addIdea(bo);
    expect(await refusal(write({ seq: 1, kind: 'flag', text: 'x' }, null))).toEqual([
      401,
      'Choose a name first, to write beside a change.',
    ]);
    const flag = await made<ChangeNote>(write({ seq: 1, kind: 'flag', text: 'x' }));
    const answering = { kind: 'reply', text: 'x', answers: flag.id };
    expect((await refusal(write({ ...answering, seq: 2 })))[1]).toMatch(/at change 1\./);
    const reply = await made<ChangeNote>(write({ ...answering, seq: 1 }));
    expect((await refusal(write({ ...answering, seq: 1, answers: reply.id })))[1]).toMatch(/Answer the note itself/);
    const resolve = (id: string, guest: Guest | null) => send('PATCH', `notes/${id}`, { resolved: true }, guest);
    expect(await refusal(resolve(reply.id, ada))).toEqual([409, 'Only a flag can be resolved, and this is a reply.']);
    expect((await refusal(resolve(flag.id, reader)))[0]).toBe(403);
    expect((await refusal(resolve(flag.id, null)))[0]).toBe(401);
    expect((await refusal(send('PATCH', `notes/${flag.id}`, { resolved: false })))[0]).toBe(400);
    const own = await made<ChangeNote>(write({ seq: 1, kind: 'flag', text: 'y' }, reader));
    await made(resolve(own.id, reader), 200);
    plan = await server.startPlan(ada, 'Elsewhere');
    expect(await refusal(resolve(flag.id, ada))).toEqual([404, 'This plan has no such note.']);
  });
});

describe('[H6] since somebody last looked', () => {
  test('who wrote in the plan sees what others changed since; each goes on from where they were', async () => {
    const bench = await addIdea(bo);
    await edit(bo, (doc) => setElementField(doc, bench, 'horizonFrom', '2030'));
    const review = await ask<Review>('review');
    expect(review).toMatchObject({ since: { seq: 1 }, head: 3, changes: 2, people: 1 });
    expect(review.clusters).toMatchObject([{ element: bench, changes: 2, how: 'added', isReviewed: false }]);
    const looked = (body: object, guest: Guest | null = ada) => send('PUT', 'review', body, guest);
    expect((await looked({ element: bench, seq: 3 })).status).toBe(204);
    expect((await ask<Review>('review')).clusters).toMatchObject([{ changes: 2, isReviewed: true }]);
    await server.restart();
    expect((await ask<Review>('review')).clusters).toMatchObject([{ isReviewed: true }]);
    expect((await looked({ seq: 3 })).status).toBe(204);
    expect(await ask<Review>('review')).toMatchObject({ since: { seq: 3 }, changes: 0, clusters: [] });
    expect(await ask<Review>('review', bo)).toMatchObject({ since: { seq: 3 }, changes: 0 });
  });

  test('who comes for the first time begins with the plan as it is', async () => {
    const grace = await server.join('Grace');
    expect(await ask<Review>('review', grace)).toMatchObject({ since: { seq: 1 }, changes: 0, clusters: [] });
    await addIdea(bo);
    expect(await ask<Review>('review', grace)).toMatchObject({ since: { seq: 1 }, changes: 1 });
    const itself = { element: null, seq: 2 };
    expect((await send('PUT', 'review', itself, grace)).status).toBe(204);
  });

  test.each([
    [{ seq: 9 }, 'This plan has no change 9; its last is 1.'],
    [{}, '"seq" is missing.'],
    [{ seq: '1' }, '"seq" must be the number of a change, 0 or more.'],
    [{ seq: 1, element: 'x' }, '"element" must be the id of an element, or null for the plan itself.'],
  ])('%j is not looked at', async (body, sentence) => {
    expect(await refusal(send('PUT', 'review', body))).toEqual([400, sentence]);
  });

  test('nobody without a name has looked', async () => {
    expect((await refusal(server.fetch(`/api/plans/${plan}/review`)))[0]).toBe(401);
    expect((await refusal(send('PUT', 'review', { seq: 1 }, null)))[0]).toBe(401);
  });
});

test('open pages hear of versions and notes at once, and stock clients of nothing', async () => {
  const [page, stock] = [server.socket(`${plan}?side=1`, bo), server.socket(plan, bo)];
  const heard = { page: [] as unknown[], stock: [] as unknown[] };
  for (const [who, socket] of Object.entries({ page, stock }) as ['page' | 'stock', typeof page][]) {
    socket.on('message', (data: Buffer) => {
      const decoder = decoding.createDecoder(data);
      if (decoding.readVarUint(decoder) === messageType.marked)
        heard[who].push(JSON.parse(decoding.readVarString(decoder)));
    });
    await new Promise((resolve) => socket.once('message', resolve));
  }
  const { id } = await made<Version>(name({ name: 'Draft' }));
  await send('DELETE', `versions/${id}`, undefined);
  const flag = await made<ChangeNote>(write({ seq: 1, kind: 'flag', text: 'x' }));
  await send('PATCH', `notes/${flag.id}`, { resolved: true });
  await expect.poll(() => heard.page).toEqual(['versions', 'versions', 'notes', 'notes']);
  expect(heard.stock).toEqual([]);
  page.close();
  stock.close();
});

test('who does all this too often is asked to wait', async () => {
  const hasty = await server.join('Hasty');
  const statuses = await Promise.all(
    Array.from({ length: 602 }, async () => {
      const answer = await send('PUT', 'review', { seq: 1 }, hasty);
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      return answer.status;
    }),
  );
  expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  expect((await send('PUT', 'review', { seq: 1 })).status).toBe(204);
}, 60_000);
