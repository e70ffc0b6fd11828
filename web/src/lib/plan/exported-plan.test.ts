import { createElementId } from '@longtable/shared/ids';
import { type Block, textBlock, toProseMirrorJson } from '@longtable/shared/plan/rich-text';
import { expect, test } from 'vitest';
import { type ExportedPlan, readExport } from './exported-plan.ts';

test('what was exported reads as what it was, with every mark', () => {
  const body: Block[] = [
    { ...textBlock('', 'heading'), level: 3, text: [{ text: 'Why' }] },
    textBlock(''),
    {
      ...textBlock('', 'bullet'),
      indent: 2,
      text: [
        { text: 'plain ' },
        { text: 'both', strong: true, em: true },
        { text: 'there', href: 'https://example.org' },
      ],
    },
  ];
  const element = { id: createElementId(), title: 'One', body: toProseMirrorJson(body) };
  const plan = JSON.parse(JSON.stringify({ seq: 4, elements: [element], links: [] })) as ExportedPlan;
  expect(readExport(plan).elements[0]?.body).toEqual(body);
});
