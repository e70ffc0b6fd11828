import { createElementId, createPlanId } from '@longtable/shared/ids';
import { expect, test } from 'vitest';
import { endElsewhere, findHere, hrefOf, readPlace } from './other-plan.ts';

const origin = 'https://table.example';
const [own, other, element] = [createPlanId(), createPlanId(), createElementId()];
const read = (pasted: string) => readPlace(pasted, origin, own);

test('an address on this server names a plan, or an element of one', () => {
  expect(read(` ${origin}/plan/${other}/history?by=x `)).toEqual({ type: 'here', plan: other, element: null });
  expect(read(`/plan/${other}/element/${element}#top`)).toEqual({ type: 'here', plan: other, element });
  expect(read(`${origin}/plan/${own}/element/${element}`)).toEqual({ type: 'same-plan' });
  expect(read(`${origin}/plan/nowhere`)).toBeNull();
});

test('any other web address is elsewhere, and nothing else is an address', () => {
  expect(read('https://lys.example/plan#3')).toEqual({ type: 'elsewhere', href: 'https://lys.example/plan#3' });
  for (const text of ['', 'the Lys valley', 'javascript:alert(1)', 'mailto:a@b.example', 'lys.example']) {
    expect(read(text)).toBeNull();
  }
});

test('what is here is called as it is there; what is not there is not named', async () => {
  const plan = { title: 'The Lys valley', elements: [{ id: element, title: 'A standing assembly' }] };
  const ask = (async (path: string) =>
    path.endsWith(other) ? Response.json(plan) : new Response('', { status: 404 })) as unknown as typeof fetch;
  expect(await findHere({ plan: other, element }, ask)).toEqual({
    to: element,
    details: {
      toAddress: `/plan/${other}/element/${element}`,
      toPlan: 'The Lys valley',
      toTitle: 'A standing assembly',
    },
  });
  expect((await findHere({ plan: other, element: null }, ask))?.details).toEqual({
    toAddress: `/plan/${other}`,
    toPlan: 'The Lys valley',
  });
  expect(await findHere({ plan: other, element: createElementId() }, ask)).toBeNull();
  expect(await findHere({ plan: own, element: null }, ask)).toBeNull();
});

test('only what can be opened is a link', () => {
  expect(endElsewhere('https://lys.example/plan', ' Their assembly ').details).toEqual({
    toAddress: 'https://lys.example/plan',
    toPlan: 'lys.example',
    toTitle: 'Their assembly',
  });
  expect(hrefOf({ toAddress: 'https://lys.example/plan' })).toBe('https://lys.example/plan');
  expect(hrefOf({ toAddress: `/plan/${other}` })).toBe(`/plan/${other}`);
  for (const toAddress of ['javascript:alert(1)', '//evil.example', '/plan/x', '/api/me']) {
    expect(hrefOf({ toAddress })).toBeNull();
  }
  expect(hrefOf({})).toBeNull();
});
