/** `POST /api/plans`, `POST /api/plans/example` and `POST /api/plans/import`: the three ways a plan begins. */
import { Readable } from 'node:stream';
import { type PlanId, parsePlanId } from '@longtable/shared/ids';
import * as v from 'valibot';
import { canRead } from '../../access/access.ts';
import { exampleNames } from '../../import/examples.ts';
import type { UploadedFile } from '../../import/open-files.ts';
import type { Actor } from '../../store/plan-store.ts';
import { createApi, type Parts } from '../api.ts';
import { Problem } from '../problem.ts';
import { lineOfText, readJson, readOptionalJson } from '../request-input.ts';
import {
  createEmptyPlan,
  createPlanFromExample,
  createPlanFromFiles,
  createPlanFromStructure,
  SharedExamples,
} from './new-plan.ts';

/** All files of an import together, bytes. */
export const maxImportBytes = 16 * 1024 * 1024;

const exampleName = v.picklist(exampleNames, `An example is one of: ${exampleNames.join(', ')}.`);
const planSchema = v.pipe(
  v.object({
    title: lineOfText('The title', 200),
    template: v.optional(v.picklist(exampleNames, `A template is one of: ${exampleNames.join(', ')}.`)),
    from: v.optional(
      v.object({ plan: v.string('"from.plan" must be the id of a plan.') }, '"from" must name a plan: {"plan": id}.'),
    ),
  }),
  v.check(({ template, from }) => !(template && from), 'A plan starts from a template or from a plan, not from both.'),
);
const exampleSchema = v.object(
  { name: v.optional(exampleName, 'us-open-government') },
  'The request must name an example.',
);

type Needs = Pick<Parts, 'store' | 'access' | 'limits' | 'rooms'>;

export function createPlanApi({ store, access, limits, rooms }: Needs) {
  const requireCreator = (actor: Actor | null): Actor => {
    if (access.canCreate(actor)) return actor;
    throw new Problem(401, 'Choose a name first, so that the history can say who began this plan.', 'no-name');
  };
  const requireSource = (actor: Actor, raw: string): PlanId => {
    const plan = parsePlanId(raw);
    if (!plan)
      throw new Problem(
        404,
        'There is no plan at the address to start from. Check it for missing characters.',
        'unknown-source',
      );
    if (!canRead(access.roleOf(actor, plan)))
      throw new Problem(403, 'You have no access to the plan to start from.', 'no-access-source');
    return plan;
  };
  const examples = new SharedExamples(store);
  return createApi()
    .post('/api/plans', async (c) => {
      const actor = requireCreator(c.get('actor'));
      const { title, template, from } = await readJson(c, planSchema);
      const source = from ? requireSource(actor, from.plan) : null;
      await limits.plans.spend(c, actor.id);
      if (source) {
        const content = await rooms.use(source, (room) => room.reads.content().content);
        return c.json({ id: await createPlanFromStructure(store, actor, content, title) }, 201);
      }
      const id = template
        ? await createPlanFromExample(store, actor, template, title)
        : await createEmptyPlan(store, actor, { title });
      return c.json({ id }, 201);
    })
    .post('/api/plans/example', async (c) => {
      const { name } = await readOptionalJson(c, exampleSchema);
      return c.json({ id: await examples.open(name) });
    })
    .post('/api/plans/import', async (c) => {
      const actor = requireCreator(c.get('actor'));
      await limits.imports.spend(c, actor.id);
      const files = await readFiles(c.req.raw);
      return c.json({ id: await createPlanFromFiles(store, actor, files) }, 201);
    });
}

/** The files of a multipart request, read no further than the limit. @throws Problem */
async function readFiles(request: Request): Promise<UploadedFile[]> {
  const tooLarge = new Problem(
    413,
    'These files are too large together: at most 16 MB can be imported at once.',
    'files-too-large',
  );
  if (Number(request.headers.get('content-length') ?? 0) > maxImportBytes) throw tooLarge;
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    throw new Problem(400, 'Send the files as multipart/form-data, in fields named "files".');
  }
  let read = 0;
  const counted = async function* (body: AsyncIterable<Uint8Array>) {
    for await (const chunk of body) {
      read += chunk.byteLength;
      if (read > maxImportBytes) throw tooLarge;
      yield chunk;
    }
  };
  let form: FormData;
  try {
    const body = Readable.toWeb(Readable.from(counted(request.body ?? Readable.toWeb(Readable.from([])))));
    form = await new Response(body as ReadableStream, { headers: request.headers }).formData();
  } catch {
    if (read > maxImportBytes) throw tooLarge;
    throw new Problem(400, 'The files did not arrive whole. Try again.', 'files-broken');
  }
  const files = form.getAll('files').filter((file): file is File => file instanceof File && file.name !== '');
  return Promise.all(files.map(async (file) => ({ path: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
}
