import { type ElementId, parseElementId } from '@longtable/shared/ids';
import type { Block } from '@longtable/shared/plan/rich-text';
import type { ElementAnswer } from '#lib/plan/plan-data.ts';
import { chooseVisions } from '#lib/plan/vision-choice.ts';
import type { PageLoad } from './$types';

/** The texts that stand side by side, for the server's rendering; the live plan brings its own. */
export const load: PageLoad = async ({ fetch, params, url, parent }) => {
  const asked = url.searchParams.getAll('vision').flatMap((raw) => parseElementId(raw) ?? []);
  const { plan } = await parent();
  const visions = plan?.elements.filter(({ kind }) => kind === 'vision') ?? [];
  const readBody = async (id: ElementId): Promise<[ElementId, Block[]]> => {
    const response = await fetch(`/api/plans/${params.planId}/elements/${id}`).catch(() => null);
    return [id, response?.ok ? ((await response.json()) as ElementAnswer).element.body : []];
  };
  const bodies = await Promise.all(chooseVisions(visions, asked).map(({ id }) => readBody(id)));
  return { asked, bodies: new Map(bodies) };
};
