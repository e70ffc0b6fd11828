/** Plans for the journeys of the roadmap, written by a program that speaks as somebody does: much, at once. */
import { addElement, linkElements } from '@longtable/shared/plan/edits';
import { expectSaved, type Person, startPlan } from './people.ts';
import { openPlanDocument } from './plan-client.ts';
import type { RunningServer } from './running-server.ts';

const titles = [
  'Citizens’ assembly on water',
  'Neighbourhood tables',
  'Open the council’s data',
  'People’s panel on housing',
  'Follow-up committee',
  'School parliaments',
  'A participatory budget for the valley',
  'Review of how we govern',
  'Convention of the river towns',
  'Answer every proposal within a season',
];
const visions = [
  'Every street keeps its own table',
  'The river has a voice in every decision',
  'No one decides for the unborn alone',
  'Power is shared, learned and challenged',
];
const states = ['proposed', 'committed', 'on-track', 'at-risk', 'done', 'late'];

/** A plan of several generations, from 2024 to 2120, the same each time. @returns its path */
export async function startGenerations(person: Person, server: RunningServer, count: number): Promise<string> {
  const { plan } = await startPlan(person, 'Democracy in the Lys valley');
  const { doc, close } = await openPlanDocument(person.context, server.url, plan);
  let seed = 11;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  doc.transact(() => {
    const actors = ['City of Ghent', 'Neighbours of the Dok', 'River authority', 'Youth council'].map((title) =>
      addElement(doc, { kind: 'actor', title }),
    );
    const far = visions.map((title, index) =>
      addElement(doc, {
        kind: 'vision',
        title,
        horizonFrom: ['205X', '2075~', '2090/..', '[2060..2063]'][index] ?? null,
        horizonTo: index === 0 ? '208X' : null,
      }),
    );
    let last = far[0];
    for (let index = 0; index < count - visions.length; index++) {
      const year = 2024 + Math.floor(random() ** 2 * 90);
      const length = Math.floor(random() * 8);
      const kind = random() < 0.45 ? 'deliberation' : 'commitment';
      const isUndated = index % 23 === 5;
      const horizonFrom = pick([
        `${year}`,
        `${year}-${year < 2032 ? '05' : '21'}`,
        `${year}~`,
        `${String(year).slice(0, 3)}X`,
      ]);
      const id = addElement(doc, {
        kind,
        title: `${pick(titles)}${index >= titles.length ? ` ${index}` : ''}`,
        state: kind === 'commitment' ? pick(states) : pick(['idea', 'planned', 'running', 'reported']),
        horizonFrom: isUndated ? null : horizonFrom,
        horizonTo:
          isUndated || length === 0 ? null : pick([`${year + length}`, `${year + length}~`, '..', `${year + length}`]),
      });
      if (random() < 0.7) linkElements(doc, { from: id, to: pick(actors), type: 'kept-by' });
      if (random() < 0.3) {
        const to = random() < 0.6 || !last ? pick(far) : last;
        const chance = pick(['will', 'might', 'might', 'should-prevent']);
        if (to !== id) linkElements(doc, { from: id, to, type: 'leads-to', details: { chance } });
      }
      last = id;
    }
  });
  await expectSaved(person.page);
  await person.page.goto(plan);
  await person.page.getByRole('link', { name: `${visions[0]}` }).waitFor();
  close();
  return plan;
}
