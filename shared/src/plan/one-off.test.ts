import { expect, test } from 'vitest';
import { createElementId, createLinkId } from '../ids.ts';
import type { Element } from './element.ts';
import type { Link, LinkType } from './link.ts';
import { findOneOffs, leadsNowhere } from './one-off.ts';

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
  expect(leadsNowhere(assembly, [])).toBe(true);
  expect(leadsNowhere(assembly, [link(assembly, vision, 'uses'), link(vision, assembly, 'leads-to')])).toBe(true);
  expect(leadsNowhere(assembly, [link(assembly, assembly, 'leads-to')])).toBe(true);
  expect(leadsNowhere(assembly, [link(assembly, vision, 'leads-to')])).toBe(false);
});

test('what is no deliberation carries no mark', () => {
  expect(leadsNowhere(element('commitment'), [])).toBe(false);
  expect(findOneOffs([element('commitment', 'one-off')], []).size).toBe(0);
});

test('people may call a deliberation a one-off although it leads somewhere', () => {
  const assembly = element('deliberation', 'one-off');
  const links = [link(assembly, element('vision'), 'leads-to')];
  expect([...findOneOffs([assembly], links)]).toEqual([assembly.id]);
  expect(findOneOffs([{ ...assembly, state: 'planned' }], links).size).toBe(0);
  expect(findOneOffs([{ ...assembly, state: 'planned' }], []).size).toBe(1);
});
