import { redirect } from '@sveltejs/kit';
import { readMe } from '#lib/plan/plan-data.ts';
import { ask, joinIfNeeded, textsOf } from '#lib/server-answers.ts';
import type { Actions, PageServerLoad } from './$types';

/** A plain form: what somebody types is never taken back by code that arrives late. */
export const csr = false;

export const load: PageServerLoad = async ({ fetch }) => ({ me: await readMe(fetch) });

export const actions: Actions = {
  default: async ({ fetch, request }) => {
    const typed = textsOf(await request.formData());
    const refusal = await joinIfNeeded(fetch, typed);
    if (refusal) return refusal;
    const asked = await ask<{ id: string }>(fetch, '/api/plans', { title: typed.title ?? '' }, typed);
    if ('refusal' in asked) return asked.refusal;
    redirect(303, `/plan/${asked.answer.id}`);
  },
};
