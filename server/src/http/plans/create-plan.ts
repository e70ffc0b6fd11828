/** `POST /api/plans`, `POST /api/plans/example` and `POST /api/plans/import`: the three ways a plan begins. */
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import * as v from 'valibot';
import type { ImportFile } from '../../import/import-plan.ts';
import type { Actor } from '../../store/plan-store.ts';
import { createApi, type Parts } from '../api.ts';
import { Problem } from '../problem.ts';
import { lineOfText, readJson } from '../request-input.ts';
import { createEmptyPlan, createPlanFromExample, createPlanFromFiles, SharedExample } from './new-plan.ts';

/** All files of an import together, bytes. */
export const maxImportBytes = 16 * 1024 * 1024;

const planSchema = v.object({
  title: lineOfText('The title', 200),
  template: v.optional(v.picklist(['us-open-government'], 'There is no template of that name.')),
});

export function createPlanApi({ store, access, limits }: Pick<Parts, 'store' | 'access' | 'limits'>) {
  const requireCreator = (actor: Actor | null): Actor => {
    if (access.canCreate(actor)) return actor;
    throw new Problem(401, 'Choose a name first, so that the history can say who began this plan.');
  };
  const example = new SharedExample(store);
  return createApi()
    .post('/api/plans', async (c) => {
      const actor = requireCreator(c.get('actor'));
      const { title, template } = await readJson(c, planSchema);
      await limits.plans.spend(c, actor.id);
      const id = template
        ? await createPlanFromExample(store, actor, template, title)
        : await createEmptyPlan(store, actor, { title });
      return c.json({ id }, 201);
    })
    .post('/api/plans/example', async (c) => c.json({ id: await example.open() }))
    .post('/api/plans/import', async (c) => {
      const actor = requireCreator(c.get('actor'));
      await limits.imports.spend(c, actor.id);
      const files = await readFiles(c.req.raw);
      return c.json({ id: await createPlanFromFiles(store, actor, files) }, 201);
    });
}

/** The files of a multipart request, read no further than the limit. @throws Problem */
async function readFiles(request: Request): Promise<ImportFile[]> {
  const tooLarge = new Problem(413, 'These files are too large together: at most 16 MB can be imported at once.');
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
    throw new Problem(400, 'The files did not arrive whole. Try again.');
  }
  const files = form.getAll('files').filter((file): file is File => file instanceof File && file.name !== '');
  return Promise.all(
    files.map(async (file) => ({ path: file.name, text: decodeText(file.name, await file.arrayBuffer()) })),
  );
}

function decodeText(name: string, bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(422, `"${name}" is not a text file. Import Markdown files, saved as UTF-8.`);
  }
}
