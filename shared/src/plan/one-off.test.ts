import { expect, test } from 'vitest';
import { createElementId, createLinkId } from '../ids.ts';
import type { Element } from './element.ts';
import type { Link, LinkType } from './link.ts';
import { findDeadEnds, findOneOffs } from './one-off.ts';

const element = (kind: string, state: string | null = null): Element => ({
  id: createElementId(),
  kind,
  title: '',
  state,
  horizonFrom: null,
  horizonTo: null,
  language: null,
  rank: 'a0',
  reference: null,
  details: {},
  observations: [],
});

const link = (from: Element, to: Element, type: LinkType): Link => ({
  id: createLinkId(),
  from: from.id,
  to: to.id,
  type,
  note: '',
  since: null,
  until: null,
  details: {},
});

test('a deliberation leads nowhere until it leads to something else', () => {
  const assembly = element('deliberation', 'planned');
  const vision = element('vision');
  const leadsNowhere = (...links: Link[]) => findDeadEnds([assembly, vision], links).includes(assembly);
  expect(leadsNowhere()).toBe(true);
  expect(leadsNowhere(link(assembly, vision, 'uses'), link(vision, assembly, 'leads-to'))).toBe(true);
  expect(leadsNowhere(link(assembly, assembly, 'leads-to'))).toBe(true);
  expect(leadsNowhere(link(assembly, vision, 'leads-to'))).toBe(false);
});

test('a link to what is gone leads nowhere', () => {
  const assembly = element('deliberation', 'planned');
  const gone = element('vision');
  expect([...findOneOffs([assembly], [link(assembly, gone, 'leads-to')])]).toEqual([assembly.id]);
});

test('what is no deliberation carries no mark', () => {
  expect(findDeadEnds([element('commitment')], [])).toEqual([]);
  expect(findOneOffs([element('commitment', 'one-off')], []).size).toBe(0);
});

test('people may call a deliberation a one-off although it leads somewhere', () => {
  const assembly = element('deliberation', 'one-off');
  const vision = element('vision');
  const links = [link(assembly, vision, 'leads-to')];
  expect([...findOneOffs([assembly, vision], links)]).toEqual([assembly.id]);
  const planned = { ...assembly, state: 'planned' };
  expect(findOneOffs([planned, vision], links).size).toBe(0);
  expect(findOneOffs([planned, vision], []).size).toBe(1);
});
