import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createElementId } from '../ids.ts';
import { addElement, initialisePlan } from './edits.ts';
import { PlanSearch, type Searchable } from './plan-search.ts';
import { textBlock } from './rich-text.ts';
import { readSearchables } from './searchables.ts';

const element = (title: string, text = '', reference: string | null = null): Searchable => ({
  id: createElementId(),
  kind: 'idea',
  title,
  reference,
  text,
});

const find = (elements: readonly Searchable[], query: string) =>
  new PlanSearch(elements).find(query, 10).map(({ title }) => title);

describe('search', () => {
  const plan = [
    element('Citizens’ assembly on water', 'Every spring the assembly meets in Sint-Amandsberg.', 'US0113'),
    element('Night buses', 'People come home after the assembly.'),
    element('Café de la Démocratie', 'Un café à côté.'),
    element('市民会議', '毎年春に集まります。'),
    element('Łódź', 'Straßenfest, Ærø, Đakovo, Ķekava, œuvre, þing, Iğdır.'),
  ];

  test.each([
    ['water', ['Citizens’ assembly on water']],
    ['assembly', ['Citizens’ assembly on water', 'Night buses']],
    ['asse', ['Citizens’ assembly on water', 'Night buses']],
    ['assembly home', ['Night buses']],
    ['cafe', ['Café de la Démocratie']],
    ['DEMOCRATIE', ['Café de la Démocratie']],
    ['us0113', ['Citizens’ assembly on water']],
    ['asembly water', ['Citizens’ assembly on water']],
    ['市民', ['市民会議']],
    ['lodz', ['Łódź']],
    ['łódź', ['Łódź']],
    ['strassenfest aero dakovo kekava oeuvre thing igdir', ['Łódź']],
    ['STRAẞE', ['Łódź']],
    ['nothing of the kind', []],
    ['', []],
    ['  ', []],
  ])('"%s"', (query, titles) => {
    expect(find(plan, query)).toEqual(titles);
  });

  test('an excerpt shows the word with what stands around it', () => {
    const text = `${'before '.repeat(40)}the Orchard${' after'.repeat(40)}`;
    const [hit] = new PlanSearch([element('Trees', text)]).find('orch', 1);
    expect(hit?.excerpt?.word).toBe('Orchard');
    expect(hit?.excerpt?.before).toMatch(/^…before .*the $/);
    expect(hit?.excerpt?.after).toMatch(/^ after.*…$/);
    expect(new PlanSearch([element('Trees', text)]).find('trees', 1)[0]?.excerpt).toBeNull();
  });

  test('every word of every element finds it, whatever the words are', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.record({ title: words, text: words }), { maxLength: 8 }), (records) => {
        const elements = records.map(({ title, text }) => element(title.join(' '), text.join(' ')));
        const search = new PlanSearch(elements);
        for (const { id, title, text } of elements) {
          for (const [word] of `${title} ${text}`.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
            if (/\p{sc=Thai}|\p{sc=Han}|\p{sc=Hira}|\p{sc=Kana}|\p{sc=Lao}|\p{sc=Khmr}|\p{sc=Mymr}/u.test(word))
              continue;
            if (/[\p{L}\p{N}]/u.test(word)) expect(search.find(word, 100).some((hit) => hit.id === id)).toBe(true);
          }
        }
      }),
    );
  });

  test('reads titles and texts of a plan', () => {
    const doc = new Y.Doc();
    initialisePlan(doc, { title: 'Ghent' });
    addElement(doc, { kind: 'idea', title: 'Benches', body: [textBlock('In the shade'), textBlock('of limes')] });
    expect(find(readSearchables(doc), 'limes')).toEqual(['Benches']);
  });
});
