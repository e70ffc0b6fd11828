import { redirect } from '@sveltejs/kit';
import { readMe } from '#lib/plan/plan-data.ts';
import { ask, textsOf } from '#lib/server-answers.ts';
import type { Actions, PageServerLoad } from './$types';

/** Only a path of ours: never another site. */
function pathOf(to: string | null): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/';
}

/** A plain form: what somebody types is never taken back by code that arrives late. */
export const csr = false;

export const load: PageServerLoad = async ({ fetch, url }) => {
  const to = pathOf(url.searchParams.get('to'));
  if (await readMe(fetch)) redirect(303, to);
  return { to };
};

export const actions: Actions = {
  default: async ({ fetch, request, url }) => {
    const typed = textsOf(await request.formData());
    const guest = { name: typed.name ?? '', organisation: typed.organisation ?? '' };
    const asked = await ask(fetch, '/api/guest', guest, typed);
    if ('refusal' in asked) return asked.refusal;
    redirect(303, pathOf(url.searchParams.get('to')));
  },
};
