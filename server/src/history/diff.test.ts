import type { Change, DiffRun } from '@longtable/shared/history';
import { readElements } from '@longtable/shared/plan/document';
import { plainText } from '@longtable/shared/plan/rich-text';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffPlan } from './diff.ts';
import { generateLog } from './generated-log.ts';
import { BadRange, UnknownSeq } from './history-errors.ts';
import { historyOf, livesByReplay, propertyRuns, propertyTimeout, replay } from './replayed-log.ts';

const side = (runs: readonly DiffRun[], without: 'inserted' | 'deleted') =>
  runs.map(({ state, text }) => (state === without ? '' : text)).join('');

describe('[H2] [H4] a diff equals what an independent replay of the log shows', () => {
  test('every character, its author and its time, between any two points', { timeout: propertyTimeout }, () => {
    const property = fc.property(fc.integer({ min: 1, max: 100_000 }), fc.infiniteStream(fc.nat()), (seed, stream) => {
      const log = generateLog(seed, 400);
      const history = historyOf(log);
      const lives = livesByReplay(log.rows);
      for (let pair = 0; pair < 6; pair++) {
        const ends = [stream.next().value, stream.next().value].map((end) => Number(end) % (history.head + 1));
        const [from, to] = ends.sort((a, b) => a - b) as [number, number];
        const { changes, documents } = diffPlan(history, { from, to });
        const expected = new Map<string, string>();
        for (const [character, { born, died }] of lives) {
          const before = born <= from && (died === 0 || died > from);
          const after = born <= to && (died === 0 || died > to);
          if (!before && after) expected.set(character, `insert ${born}`);
          if (before && !after) expected.set(character, `delete ${died}`);
        }
        const told = new Map<string, string>();
        for (const change of changes) {
          if (change.type !== 'insert' && change.type !== 'delete') continue;
          const characters = [...(change.text ?? '')].filter((character) => lives.has(character));
          if (characters.length === 0) continue;
          for (const character of characters) told.set(character, change.type);
          const rowsOfText = characters.map((character) => lives.get(character));
          for (const life of rowsOfText) {
            const seq = change.type === 'insert' ? life?.born : life?.died;
            expect(log.rows[(seq ?? 0) - 1]?.actor).toBe(change.by.id);
          }
          const seqs = rowsOfText.map((life) => (change.type === 'insert' ? life?.born : life?.died) ?? 0);
          if (characters.length === change.text?.length) expect(Math.max(...seqs)).toBe(change.seq);
        }
        expect([...told.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [character, what] of expected) expect(what).toMatch(`${told.get(character)} `);

        const before = replay(log.rows, from);
        const after = replay(log.rows, to);
        for (const document of documents) {
          const old = before.elements.find(({ id }) => id === document.element);
          const now = after.elements.find(({ id }) => id === document.element);
          const title = document.texts.find(({ field }) => field === 'title')?.runs;
          if (document.element && title) {
            expect(side(title, 'inserted')).toBe(old?.title ?? '');
            expect(side(title, 'deleted')).toBe(now?.title ?? '');
          }
          for (const block of document.blocks) {
            if (!block || block.id === '') continue;
            const textOf = (body: typeof old) =>
              plainText(body?.body.filter(({ id }) => id === block.id).slice(0, 1) ?? []);
            const holds = (body: typeof old) => body?.body.filter(({ id }) => id === block.id).length ?? 0;
            if (holds(old) > 1 || holds(now) > 1) continue;
            if (block.state !== 'deleted') expect(side(block.runs, 'deleted')).toBe(textOf(now));
            // Words that a block took along stood in another one before.
            for (const character of side(block.runs, 'inserted')) {
              const born = lives.get(character)?.born ?? 0;
              expect(born).toBeLessThanOrEqual(from);
            }
          }
        }
        expectFields(changes, before, after);
      }
    });
    fc.assert(property, propertyRuns(40));
  });
});

describe('[H2] [H4] one person’s acts are what an independent replay shows of them', () => {
  test('every character that they wrote or took away, and no other', { timeout: propertyTimeout }, () => {
    const property = fc.property(fc.integer({ min: 1, max: 100_000 }), fc.infiniteStream(fc.nat()), (seed, stream) => {
      const log = generateLog(seed, 400);
      const history = historyOf(log);
      const lives = livesByReplay(log.rows);
      for (const by of log.actors) {
        const ends = [stream.next().value, stream.next().value].map((end) => Number(end) % (history.head + 1));
        const [from, to] = ends.sort((a, b) => a - b) as [number, number];
        const isAct = (seq: number) => seq > from && seq <= to && log.rows[seq - 1]?.actor === by.id;
        const told = new Map<string, string>();
        for (const change of diffPlan(history, { from, to, by: by.id }).changes) {
          expect(change.by.id).toBe(by.id);
          expect(isAct(change.seq)).toBe(true);
          if (change.type !== 'insert' && change.type !== 'delete') continue;
          for (const character of change.text ?? '') {
            if (!lives.has(character)) continue;
            expect(told.has(character)).toBe(false);
            told.set(character, change.type);
          }
        }
        for (const [character, { born, died }] of lives) {
          const [isWritten, isTaken] = [isAct(born), isAct(died)];
          // What one wrote and took away oneself is told only where it went with something of others.
          if (isWritten && isTaken) expect(told.get(character)).not.toBe('insert');
          else expect(told.get(character)).toBe(isWritten ? 'insert' : isTaken ? 'delete' : undefined);
        }
      }
    });
    fc.assert(property, propertyRuns(40));
  });
});

/** Elements, links and states that came, went or changed are told, and no others. */
function expectFields(changes: readonly Change[], before: ReturnType<typeof replay>, after: ReturnType<typeof replay>) {
  const ids = (plan: typeof before) => new Set(plan.elements.map(({ id }) => id as string));
  const links = (plan: typeof before) => new Set(plan.links.map(({ id }) => id as string));
  const without = (a: Set<string>, b: Set<string>) => [...a].filter((id) => !b.has(id)).sort();
  const told = (type: Change['type'], field: string | null) =>
    changes.filter((change) => change.type === type && change.field === field);
  const linkIds = (list: Change[], key: 'before' | 'after') =>
    list.map((change) => (change[key] as { id: string }).id).sort();
  expect(
    told('add', null)
      .map(({ element }) => element as string)
      .sort(),
  ).toEqual(without(ids(after), ids(before)));
  expect(
    told('remove', null)
      .map(({ element }) => element as string)
      .sort(),
  ).toEqual(without(ids(before), ids(after)));
  expect(linkIds(told('add', 'links'), 'after')).toEqual(without(links(after), links(before)));
  expect(linkIds(told('remove', 'links'), 'before')).toEqual(without(links(before), links(after)));
  const sinceOf = (plan: typeof before) => new Map(plan.links.map(({ id, since }) => [id, since]));
  const [sinceBefore, sinceAfter] = [sinceOf(before), sinceOf(after)];
  const resetLinks = [...sinceAfter].filter(([id, since]) => sinceBefore.has(id) && sinceBefore.get(id) !== since);
  expect(
    told('set', 'links')
      .map(({ link, linkField, before, after }) => [link?.id, linkField, before, after].join())
      .sort(),
  ).toEqual(resetLinks.map(([id, since]) => [id, 'since', sinceBefore.get(id), since].join()).sort());
  const states = new Map(before.elements.map(({ id, state }) => [id, state]));
  const changed = after.elements.filter(({ id, state }) => states.has(id) && states.get(id) !== state);
  const toldStates = told('set', 'state').filter(({ element }) => element !== null && states.has(element));
  expect(
    toldStates
      .filter(({ element }) => after.elements.some(({ id }) => id === element))
      .map(({ element, after }) => [element, after])
      .sort(),
  ).toEqual(changed.map(({ id, state }) => [id, state]).sort());
}

describe('what is asked for', () => {
  const log = generateLog(8, 300);
  const history = historyOf(log);

  test('[H4] one element’s diff holds only that element', () => {
    const [element] = readElements(history.doc);
    const { changes } = diffPlan(history, { from: 0, to: history.head, element: element?.id });
    expect(changes.length).toBeGreaterThan(0);
    const isOf = ({ element: of, field, before, after, link }: Change) =>
      of === element?.id || (field === 'links' && ((link ?? after ?? before) as { to: string }).to === element?.id);
    expect(changes.every(isOf)).toBe(true);
  });

  test('[H3] a point that the log has not reached, or a range that runs backwards, is refused', () => {
    expect(() => diffPlan(history, { from: 0, to: history.head + 1 })).toThrow(UnknownSeq);
    expect(() => diffPlan(history, { from: 5, to: 4 })).toThrow(BadRange);
    expect(diffPlan(history, { from: 5, to: 5 }).changes).toEqual([]);
  });
});
