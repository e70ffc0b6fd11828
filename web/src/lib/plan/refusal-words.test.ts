import { expect, test } from 'vitest';
import { problemOf } from './plan-data.ts';

const answer = (body: unknown, headers = {}) => new Response(JSON.stringify(body), { status: 400, headers });

test('a refusal that the page knows is said in its own words', async () => {
  const detail = 'What the server says.';
  expect(await problemOf(answer({ code: 'no-access', detail }), '')).toBe('You have no access to this plan.');
  const wait = await problemOf(answer({ code: 'too-often', detail }, { 'retry-after': '130' }), '');
  expect(wait).toBe('This is too often. Try again in 3 minutes.');
});

test('all others are said as the server does, or as the page does where that says nothing', async () => {
  const detail = '"a.md" is not a text file.';
  expect(await problemOf(answer({ code: 'toString', detail }), '')).toBe(detail);
  expect(await problemOf(answer({ detail }), '')).toBe(detail);
  expect(await problemOf(new Response('<html>'), 'Something went wrong.')).toBe('Something went wrong.');
});
