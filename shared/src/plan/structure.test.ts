import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createElementId, createObservationId } from '../ids.ts';
import { readPlan } from './document.ts';
import { addElement, initialisePlan, linkElements, nameLocalForm, nameLocalKind, writeObservation } from './edits.ts';
import { openEnd, parseHorizon } from './horizon.ts';
import { shiftHorizon } from './horizon-shift.ts';
import { textBlock } from './rich-text.ts';
import { structureOf } from './structure.ts';

describe('a horizon moved by years', () => {
  test.each([
    ['2022', 4, '2026'],
    ['2022-12', 4, '2026-12'],
    ['2022-12-31', 4, '2026-12-31'],
    ['2024-02-29', 1, '2025-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['203X', 4, '203X'],
    ['203X', 26, '206X'],
    ['[2030..2033]', 10, '[2040..2043]'],
    ['2040~', 3, '2043~'],
    ['2040/..', 3, '2043/..'],
    ['2030-22', 3, '2033-22'],
    [openEnd, 3, openEnd],
    ['when it is time', 3, null],
    ['9999', 1, null],
  ])('%s by %i is %s', (raw, years, moved) => {
    expect(shiftHorizon(raw, years)).toBe(moved);
  });

  test('is as precise as before', () => {
    const year = fc.integer({ min: 1000, max: 3000 });
    const form = fc.constantFrom('', '-05', '-05-31', '~', '/..', '-21', '-02-29');
    fc.assert(
      fc.property(year, form, fc.integer({ min: 0, max: 500 }), (from, rest, years) => {
        const before = parseHorizon(`${from}${rest}`);
        fc.pre(before !== null);
        const after = parseHorizon(shiftHorizon(`${from}${rest}`, years) ?? '');
        const day = rest === '-02-29' ? after?.day : before?.day;
        expect(after).toEqual({ ...before, year: from + years, day });
      }),
    );
  });
});

function examplePlan() {
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'Ours', context: 'Here', improvement: 'Better', languages: ['nl'] });
  const kind = nameLocalKind(doc, 'Ritual');
  const form = nameLocalForm(doc, 'Walk');
  const vision = addElement(doc, {
    kind: 'vision',
    title: 'Clean water',
    body: [textBlock('Our words')],
    horizonTo: '2050',
  });
  const walk = addElement(doc, {
    kind: 'deliberation',
    title: 'A walk',
    state: 'running',
    reference: 'D1',
    horizonFrom: '2022-03',
    details: { form, stateReason: 'because' },
  });
  const ritual = addElement(doc, { kind, title: 'Soup', horizonFrom: 'whenever' });
  writeObservation(doc, ritual, { id: createObservationId(), on: '2023', text: 'It was warm', evidence: 'a photo' });
  linkElements(doc, {
    from: walk,
    to: vision,
    type: 'leads-to',
    note: 'Our reason',
    since: '2022',
    details: { chance: 'might', saidBy: 'Ada' },
  });
  linkElements(doc, { from: vision, to: vision, type: 'adapts', details: { toPlan: 'x', toTitle: 'Theirs' } });
  linkElements(doc, { from: ritual, to: createElementId(), type: 'part-of' });
  return { plan: readPlan(doc), kind, form };
}

test('a structure has what elements are for, and nothing that people wrote or did', () => {
  const { plan, kind, form } = examplePlan();
  const { elements, links, ...others } = structureOf(plan, 2026);
  expect(others).toEqual({
    languages: ['nl'],
    localKinds: [{ id: kind, name: 'Ritual' }],
    localForms: [{ id: form, name: 'Walk' }],
  });
  expect(elements.map(({ id: _id, ...element }) => element)).toEqual([
    { kind: 'vision', title: 'Clean water', language: null, horizonFrom: null, horizonTo: '2054', details: {} },
    {
      kind: 'deliberation',
      title: 'A walk',
      language: null,
      horizonFrom: '2026-03',
      horizonTo: null,
      details: { form },
    },
    { kind, title: 'Soup', language: null, horizonFrom: null, horizonTo: null, details: {} },
  ]);
  expect(links).toEqual([
    { from: elements[1]?.id, to: elements[0]?.id, type: 'leads-to', details: { chance: 'might' } },
  ]);
});

test('no id is shared with the plan that it is from', () => {
  const { plan } = examplePlan();
  const known = new Set(plan.elements.map(({ id }) => id));
  expect(structureOf(plan).elements.some(({ id }) => id && known.has(id))).toBe(false);
});

test('what starts later stays where it is', () => {
  const { plan } = examplePlan();
  expect(structureOf(plan, 2000).elements.map(({ horizonFrom }) => horizonFrom)).toEqual([null, '2022-03', null]);
});
