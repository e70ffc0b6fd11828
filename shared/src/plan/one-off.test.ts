import { expect, test } from 'vitest';
import { createElementId, createLinkId } from '../ids.ts';
import type { Element } from './element.ts';
import type { Link, LinkType } from './link.ts';
import { findDeadEnds, findOneOffs, leadsNowhere } from './one-off.ts';

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

test('a deliberation leads nowhere until it leads to something else that is there', () => {
  const assembly = element('deliberation', 'planned');
  const vision = element('vision');
  const leads = (...links: Link[]) => !findDeadEnds([assembly, vision], links).includes(assembly);
  expect(leads()).toBe(false);
  expect(leads(link(assembly, vision, 'uses'), link(vision, assembly, 'leads-to'))).toBe(false);
  expect(leads(link(assembly, assembly, 'leads-to'))).toBe(false);
  expect(leads(link(assembly, element('vision'), 'leads-to'))).toBe(false);
  expect(leads(link(assembly, vision, 'leads-to'))).toBe(true);
  const there = new Set([assembly.id, vision.id]);
  expect(leadsNowhere(assembly, [link(assembly, vision, 'leads-to')], there)).toBe(false);
  expect(leadsNowhere(assembly, [link(assembly, element('vision'), 'leads-to')], there)).toBe(true);
});

test('what is no deliberation carries no mark', () => {
  expect(findDeadEnds([element('commitment')], [])).toEqual([]);
  expect(findOneOffs([element('commitment', 'one-off')], []).size).toBe(0);
});

test('people may call a deliberation a one-off although it leads somewhere', () => {
  const [assembly, vision] = [element('deliberation', 'one-off'), element('vision')];
  const links = [link(assembly, vision, 'leads-to')];
  const planned = { ...assembly, state: 'planned' };
  expect([...findOneOffs([assembly, vision], links)]).toEqual([assembly.id]);
  expect(findOneOffs([planned, vision], links).size).toBe(0);
  expect(findOneOffs([planned, vision], []).size).toBe(1);
  expect(findOneOffs([planned], links).size).toBe(1);
});
