import { Readable } from 'node:stream';
import { toProseMirrorJson } from '@longtable/shared/plan/rich-text';
import { closeCode } from '@longtable/shared/protocol';
import Database from 'better-sqlite3';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closing, type Guest, TestServer } from '../testing/test-server.ts';

let server: TestServer;
let ada: Guest;

beforeAll(async () => {
  server = await TestServer.start();
  ada = await server.join('Ada', 'City of Ghent');
});
afterAll(() => server.remove());

async function problem(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body = (await response.json()) as { status: number; detail: string };
  expect(body.status).toBe(response.status);
  return [body.status, body.detail];
}

/** Rows of every table, to see that a refusal left none behind. */
function countRows(): Record<string, number> {
  const database = new Database(server.databasePath, { readonly: true });
  const tables = ['plan', 'log', 'client', 'actor', 'session'];
  const counts = tables.map((table) => [table, database.prepare(`select count(*) from ${table}`).pluck().get()]);
  database.close();
  return Object.fromEntries(counts);
}

async function leavesNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = countRows();
  const result = await work();
  expect(countRows()).toEqual(before);
  return result;
}

describe('guests', () => {
  test('somebody who chooses a name gets a session', async () => {
    const response = await server.post('/api/guest', { name: '  Grace  ', organisation: 'Harbour council' });
    expect(response.status).toBe(201);
    expect(response.headers.get('set-cookie')).toMatch(/^longtable_session=[\w-]{22}; .*HttpOnly; SameSite=Lax/);
    expect(await response.json()).toMatchObject({ actor: { name: 'Grace', organisation: 'Harbour council' } });
  });

  test.each([
    ['10,000 characters', { name: 'x'.repeat(10_000) }, 'Your name can be at most 80 characters long.'],
    ['control characters', { name: 'Ada\u0007' }, /control characters/],
    ['a line break', { name: 'Ada\nLovelace' }, /control characters/],
    ['nothing', { name: '   ' }, "Your name can't be empty."],
    ['what nobody sees', { name: '\u200b\u2060' }, "Your name can't be empty."],
    ['a letter that shows nothing', { name: '\u3164' }, "Your name can't be empty."],
    ['letters turned around', { name: 'Ana\u202Eziur' }, /turn the order/],
    ['half a character', { name: 'Ada \ud83d' }, /turn the order/],
    ['a number', { name: 7 }, 'Your name must be text.'],
    ['an organisation of control characters', { name: 'Ada', organisation: 'a\u0000b' }, /organisation/],
  ])('a name of %s is refused with a sentence', async (_what, body, sentence) => {
    const [status, detail] = await problem(await leavesNothing(() => server.post('/api/guest', body)));
    expect(status).toBe(400);
    expect(detail).toMatch(sentence);
  });

  test('too many from one address are asked to wait; load tests can lift that, and nobody can claim another address', async () => {
    const ask = async (limited: TestServer, count: number) => {
      const statuses: number[] = [];
      for (let index = 0; index < count; index++) {
        const headers = { 'x-longtable-address': `10.0.0.${index}`, 'x-forwarded-for': `10.0.1.${index}` };
        const init = { method: 'POST', body: '{"name":"Ada"}', headers };
        const response = await limited.fetch('/api/guest', null, init);
        statuses.push(response.status);
        if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      return statuses.filter((status) => status === 429).length;
    };
    const limited = await TestServer.start();
    expect(await ask(limited, 1_010)).toBe(10);
    await limited.remove();
    const unlimited = await TestServer.start({ hasLimits: false });
    expect(await ask(unlimited, 1_010)).toBe(0);
    await unlimited.remove();
  }, 60_000);

  test('[S14] somebody who leaves is out on every page, within a second', async () => {
    const leaver = await server.join('Leaver');
    const plan = await server.startPlan(leaver);
    const socket = server.socket(plan, leaver);
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = closing(socket);
    const start = performance.now();
    const left = await server.fetch('/api/session', leaver, { method: 'DELETE' });
    expect(left.status).toBe(204);
    expect(left.headers.get('set-cookie')).toMatch(/longtable_session=; Max-Age=0/);
    expect((await closed).code).toBe(closeCode.noSession);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(await (await server.fetch('/api/me', leaver)).json()).toEqual({ actor: null });
    expect((await closing(server.socket(plan, leaver))).code).toBe(closeCode.noSession);
  });

  test('a request that is no JSON, or far too large, is refused', async () => {
    const send = (body: string) => server.fetch('/api/guest', null, { method: 'POST', body });
    expect(await problem(await send('{'))).toEqual([400, 'The request must be JSON.']);
    expect((await send(`{"name":"${'x'.repeat(100_000)}"}`)).status).toBe(413);
  });

  test('a page of another origin can do nothing in somebody’s name', async () => {
    const init = { method: 'POST', body: '{"title":"T"}', headers: { origin: 'https://evil.example' } };
    const [status] = await problem(await leavesNothing(() => server.fetch('/api/plans', ada, init)));
    expect(status).toBe(403);
  });
});

describe('plans', () => {
  test('a plan is started, read and exported', async () => {
    const id = await server.startPlan(ada, 'Ghent 2050');
    const plan = await server.json<{ id: string; title: string; seq: number }>(`/api/plans/${id}`);
    expect(plan).toMatchObject({ id, title: 'Ghent 2050', context: '', seq: 1, elements: [], links: [] });
    const exported = await server.json(`/api/plans/${id}/export?format=json`);
    expect(exported).toMatchObject({ id, title: 'Ghent 2050', seq: 1 });
  });

  test('what can’t be started is refused, and nothing is written', async () => {
    const start = (body: unknown, guest: Guest | null) => leavesNothing(() => server.post('/api/plans', body, guest));
    expect((await problem(await start({ title: 'T' }, null)))[0]).toBe(401);
    expect((await problem(await start({ title: '' }, ada)))[0]).toBe(400);
    expect((await problem(await start({ title: 'T', template: 'nope' }, ada)))[1]).toMatch(/template/);
    expect((await problem(await start({ title: 'x'.repeat(10_000) }, ada)))[1]).toMatch(/200 characters/);
  });

  test.each(['AAAAAAAAAAAAAAAAAAAAAA', 'short', 'x'.repeat(500), '..%2f..%2fetc', '%00'])(
    'an id that no plan has (%s) is not found',
    async (id) => {
      const [status, detail] = await problem(await server.fetch(`/api/plans/${id}`));
      expect(status).toBe(404);
      expect(detail).toBe('There is no plan here. Check the link for missing characters.');
    },
  );

  test('the example plan is whole, quick, and the same for everyone', async () => {
    const start = performance.now();
    const first = (await (await server.post('/api/plans/example', {})).json()) as { id: string };
    expect(performance.now() - start).toBeLessThan(5_000);
    const second = (await (await server.post('/api/plans/example', {}, ada)).json()) as { id: string };
    expect(second.id).toBe(first.id);
    const { elements } = await server.json<{ elements: { kind: string; state: string | null; reference: string }[] }>(
      `/api/plans/${first.id}`,
    );
    const commitments = elements.filter(({ kind }) => kind === 'commitment');
    const states = Object.groupBy(commitments, ({ state }) => state ?? 'none');
    expect(commitments).toHaveLength(36 + 70);
    expect([states.done?.length, states['on-track']?.length, states.committed?.length]).toEqual([33, 36, 1]);
    const part = elements.find(({ reference }) => reference === 'US0113.1') as unknown as { id: string };
    const read = await server.json<{ element: { body: Parameters<typeof toProseMirrorJson>[0] } }>(
      `/api/plans/${first.id}/elements/${part.id}`,
    );
    const exported = await server.json<{ elements: { id: string; body: unknown }[] }>(
      `/api/plans/${first.id}/export?format=json`,
    );
    const body = exported.elements.find(({ id }) => id === part.id)?.body;
    expect(body).toEqual(JSON.parse(JSON.stringify(toProseMirrorJson(read.element.body))));
  });
});

describe('examples and structures', () => {
  const open = async (name: string) => {
    const response = await server.post('/api/plans/example', { name });
    expect(response.status).toBe(200);
    return server.json<{
      id: string;
      title: string;
      context: string;
      elements: { kind: string; title: string }[];
      links: unknown[];
    }>(`/api/plans/${((await response.json()) as { id: string }).id}`);
  };
  const count = (plan: { elements: { kind: string }[] }, kind: string) =>
    plan.elements.filter((element) => element.kind === kind).length;

  test('each example opens by its name, the same for everyone, with its credit', async () => {
    const models = await open('governance-models');
    expect([count(models, 'vision'), count(models, 'actor'), models.links.length]).toEqual([6, 6, 15 + 7 + 34]);
    expect(models.context).toContain('in the public domain');
    const town = await open('bowling-green');
    expect([count(town, 'idea'), count(town, 'challenge'), count(town, 'deliberation')]).toEqual([371, 13, 1]);
    expect(town).toMatchObject({ title: 'Bowling Green 2050' });
    expect(town.context).toContain('CC BY 4.0');
    expect((await open('bowling-green')).id).toBe(town.id);
    expect((await open('us-open-government')).id).not.toBe(town.id);
  });

  test('without a body the first example opens, and an unknown one is refused', async () => {
    const bare = await server.fetch('/api/plans/example', null, { method: 'POST' });
    expect(await bare.json()).toEqual({ id: (await open('us-open-government')).id });
    const refused = await leavesNothing(() => server.post('/api/plans/example', { name: 'nope' }));
    expect(await problem(refused)).toEqual([
      400,
      'An example is one of: us-open-government, governance-models, bowling-green.',
    ]);
    expect((await server.fetch('/api/plans/example', null, { method: 'POST', body: '{' })).status).toBe(400);
    expect((await server.fetch('/api/plans/example', null, { method: 'POST', body: ' '.repeat(100_000) })).status).toBe(
      413,
    );
  });

  test('a plan starts from the structure of another', async () => {
    const source = await open('us-open-government');
    const answer = await server.post('/api/plans', { title: 'Ghent', from: { plan: source.id } }, ada);
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    const plan = await server.json<typeof source & { elements: { id: string; state: string | null }[] }>(
      `/api/plans/${id}`,
    );
    expect(plan).toMatchObject({ title: 'Ghent', context: '' });
    expect(plan.elements.map(({ kind, title }) => `${kind}: ${title}`)).toEqual(
      source.elements.map(({ kind, title }) => `${kind}: ${title}`),
    );
    expect(plan.links).toHaveLength(source.links.length);
    expect(JSON.stringify(plan.links)).not.toContain('Matched at import');
    const exported = await server.json<{ elements: { body: { content: { content?: unknown }[] } }[] }>(
      `/api/plans/${id}/export?format=json`,
    );
    expect(exported.elements.every(({ body }) => body.content.every(({ content }) => content === undefined))).toBe(
      true,
    );
    const { revisions } = await server.json<{ revisions: unknown[] }>(`/api/plans/${id}/revisions`);
    expect(revisions).toMatchObject([{ by: { id: ada.id } }]);
  });

  test.each([
    ['a plan that is not there', { from: { plan: 'AAAAAAAAAAAAAAAAAAAAAA' } }, 404, /There is no plan/],
    ['what is no id', { from: { plan: '../etc' } }, 404, /There is no plan at the address to start from/],
    ['no plan', { from: {} }, 400, /"from\.plan" must be the id of a plan|must name a plan/],
    ['a text', { from: 'x' }, 400, /"from" must name a plan/],
    [
      'a template as well',
      { from: { plan: 'AAAAAAAAAAAAAAAAAAAAAA' }, template: 'bowling-green' },
      400,
      /not from both/,
    ],
  ])('a start from %s is refused, and nothing is written', async (_what, start, status, sentence) => {
    const answer = await leavesNothing(() => server.post('/api/plans', { title: 'T', ...start }, ada));
    const [answered, detail] = await problem(answer);
    expect(answered).toBe(status);
    expect(detail).toMatch(sentence);
  });

  test('the structure of a plan that somebody may not read is not theirs to start from', async () => {
    const closed: string[] = [];
    const locked = await TestServer.start({
      access: {
        roleOf: (actor, plan) => (closed.includes(plan) ? null : actor ? 'editor' : 'reader'),
        canCreate: (actor) => actor !== null,
      },
    });
    try {
      const grace = await locked.join('Grace');
      const secret = await locked.startPlan(grace);
      closed.push(secret);
      const answer = await locked.post('/api/plans', { title: 'T', from: { plan: secret } }, grace);
      expect(await problem(answer)).toEqual([403, 'You have no access to the plan to start from.']);
    } finally {
      await locked.remove();
    }
  });
});

describe('import', () => {
  const upload = (files: [string, string | Uint8Array<ArrayBuffer>][], guest: Guest | null = ada) => {
    const body = new FormData();
    for (const [name, content] of files) body.append('files', new File([content], name));
    return server.fetch('/api/plans/import', guest, { method: 'POST', body });
  };

  test('Markdown becomes a plan', async () => {
    const response = await upload([['p.md', '# Valley\n\n## Visions\n\n### Clean water\n\nFor all.']]);
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: string };
    expect(await server.json(`/api/plans/${id}`)).toMatchObject({
      title: 'Valley',
      elements: [{ kind: 'vision', title: 'Clean water' }],
    });
    const { revisions } = await server.json<{ revisions: unknown[] }>(`/api/plans/${id}/revisions`);
    const by = { id: ada.id, name: 'Ada', organisation: 'City of Ghent' };
    expect(revisions).toMatchObject([{ by, intents: ['import'] }]);
  });

  test.each([
    ['front matter without end', '---\ntitle: x', /"p\.md" begins with front matter that has no end/],
    [
      'front matter that lies',
      '---\nkind: commitment\nstate: splendid\n---\n# T',
      /"p\.md" says its state is "splendid"/,
    ],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), /"p\.md" is not a text file/],
  ])('%s is refused by name, and nothing is written', async (_what, content, sentence) => {
    const [status, detail] = await problem(await leavesNothing(() => upload([['p.md', content]])));
    expect(status).toBe(422);
    expect(detail).toMatch(sentence);
  });

  test('a zip of proposals, and a table of statements, become plans', async () => {
    const pep = 'PEP: 1\nTitle: Model\nAuthor: Ada\n\nText.';
    const zipped = await upload([['models.zip', new Uint8Array(zipSync({ 'models/pep-1.rst': strToU8(pep) }))]]);
    expect(zipped.status).toBe(201);
    const { id } = (await zipped.json()) as { id: string };
    expect((await server.json<{ elements: unknown[] }>(`/api/plans/${id}`)).elements).toMatchObject([
      { kind: 'idea', title: 'Model', reference: 'PEP 1' },
      { kind: 'actor', title: 'Ada' },
    ]);
    const table = 'comment-id,comment-body,agrees,disagrees,moderated\n7,More buses,5,2,1\n';
    const town = (await (await upload([['s.csv', table]])).json()) as { id: string };
    const { elements } = await server.json<{ elements: unknown[] }>(`/api/plans/${town.id}`);
    expect(elements.at(-1)).toMatchObject({ title: 'More buses', details: { agreed: '5', disagreed: '2' } });
  });

  test.each([
    ['a zip that is none', 'a.zip', 'PK no', /"a\.zip" can't be opened/],
    ['a table with an unclosed quotation', 'a.csv', 'comment-body,agrees\n"x,1', /"a\.csv" is no table/],
    ['a table of 10 MB', 'a.csv', 'comment-body\n'.repeat(800_000), /"a\.csv" is larger than 2 MB/],
    ['a proposal without header', 'a.rst', 'Title\n=====\n', /"a\.rst" does not begin as a proposal does/],
    ['a proposal with a NUL', 'a.rst', 'PEP: 1\nTitle: T\n\n\0', /"a\.rst" is not a text file/],
  ])('%s is refused by name, and nothing is written', async (_what, name, content, sentence) => {
    const [status, detail] = await problem(await leavesNothing(() => upload([[name, content]])));
    expect(status).toBe(422);
    expect(detail).toMatch(sentence);
  });

  test('one bad file among good ones refuses all of them', async () => {
    const response = await leavesNothing(() =>
      upload([
        ['good.md', '# Good\n\n## Idea\n\nText'],
        ['bad.md', '---\nkind: dragon\n---\n'],
      ]),
    );
    expect((await problem(response))[1]).toMatch(/"bad\.md"/);
  });

  test('no file, no session, another type of request', async () => {
    expect((await problem(await leavesNothing(() => upload([]))))[0]).toBe(422);
    expect((await problem(await leavesNothing(() => upload([['p.md', '# T']], null))))[0]).toBe(401);
    expect((await problem(await server.post('/api/plans/import', {}, ada)))[0]).toBe(400);
  });

  test('50 MB are refused, whether they say so or not', async () => {
    const size = 50 * 1024 * 1024;
    const told = await leavesNothing(() => upload([['big.md', new Uint8Array(size).fill(0x61)]]));
    expect(await problem(told)).toEqual([
      413,
      'These files are too large together: at most 16 MB can be imported at once.',
    ]);

    const chunk = Buffer.alloc(1024 * 1024, 'a');
    const head = '--b\r\ncontent-disposition: form-data; name="files"; filename="big.md"\r\n\r\n';
    const parts = function* () {
      yield Buffer.from(head);
      for (let sent = 0; sent < size; sent += chunk.length) yield chunk;
      yield Buffer.from('\r\n--b--\r\n');
    };
    const untold = await leavesNothing(() =>
      server.fetch('/api/plans/import', ada, {
        method: 'POST',
        body: Readable.toWeb(Readable.from(parts())) as ReadableStream,
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        duplex: 'half',
      } as RequestInit),
    );
    expect(untold.status).toBe(413);
  });
});

describe('history over HTTP', () => {
  test('what can’t be asked is said so', async () => {
    const id = await server.startPlan(ada);
    const ask = async (path: string) => problem(await server.fetch(`/api/plans/${id}/${path}`));
    expect(await ask('diff?from=0&to=99')).toEqual([400, 'This plan has no change 99; its last is 1.']);
    expect((await ask('diff?from=1&to=0'))[1]).toMatch(/must not be later/);
    expect((await ask('diff?from=-1&to=1'))[1]).toMatch(/"from" must be the number of a change/);
    expect((await ask('diff?to=1'))[0]).toBe(400);
    expect((await ask('revisions?by=nobody'))[1]).toMatch(/"by" must be the id of a person/);
    expect((await ask('revisions?group=moon'))[1]).toMatch(/"group" must be one of/);
    expect((await ask('revisions?limit=0'))[1]).toMatch(/"limit"/);
    expect((await ask('revisions?after=1~elsewhere'))[1]).toMatch(/"after" is not what "next" was/);
    expect((await ask('export?format=json&at=99'))[0]).toBe(400);
    expect((await ask('export?format=pdf'))[0]).toBe(400);
    expect((await problem(await server.fetch('/api/plans/AAAAAAAAAAAAAAAAAAAAAA/revisions')))[0]).toBe(404);
  });

  test('a filter that matches nothing is an empty list', async () => {
    const id = await server.startPlan(ada);
    const { revisions, next } = await server.json<{ revisions: unknown[]; next: unknown }>(
      `/api/plans/${id}/revisions?organisation=Nobody`,
    );
    expect([revisions, next]).toEqual([[], null]);
  });

  test('an element tells how it came to its state', async () => {
    const { id } = (await (await server.post('/api/plans/example', {})).json()) as { id: string };
    const plan = await server.json<{ elements: { id: string; state: string | null }[] }>(`/api/plans/${id}`);
    const element = plan.elements.find(({ state }) => state !== null);
    const statesOf = (element = '') => server.json(`/api/plans/${id}/elements/${element}/states`);
    expect(await statesOf(element?.id)).toMatchObject({ states: [{ state: element?.state, reason: null }] });
    expect(await statesOf('AAAAAAAAAAAAAAAAAAAAAA')).toEqual({ states: [] });
    expect(await statesOf('no-id')).toEqual({ states: [] });
    const elsewhere = '/api/plans/AAAAAAAAAAAAAAAAAAAAAA/elements/AAAAAAAAAAAAAAAAAAAAAA/states';
    expect((await problem(await server.fetch(elsewhere)))[0]).toBe(404);
  });
});

describe('health', () => {
  test('alive, and ready because it can write', async () => {
    expect((await server.fetch('/livez')).status).toBe(200);
    expect(await server.json('/readyz')).toEqual({ status: 'ready' });
  });

  test('metrics count what is open', async () => {
    const id = await server.startPlan(ada);
    await server.json(`/api/plans/${id}`);
    const response = await server.fetch('/metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(Number(/^longtable_open_plans (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
    expect(text).toMatch(/^longtable_open_sockets \d+$/m);
  });
});
