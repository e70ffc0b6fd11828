import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { planIdIn } from '#lib/plan/plan-address.ts';
import { readMe } from '#lib/plan/plan-data.ts';
import { ask, joinIfNeeded, textsOf } from '#lib/server-answers.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch }) => ({ me: await readMe(fetch) });

export const actions: Actions = {
  default: async ({ fetch, request }) => {
    const typed = textsOf(await request.formData());
    const source = typed.start === 'plan' ? planIdIn(typed.address || typed.visited || '') : null;
    if (source === '') return fail(400, { problem: m.start_no_plan(), values: typed, isName: false });
    const refusal = await joinIfNeeded(fetch, typed);
    if (refusal) return refusal;
    const plan = {
      title: typed.title ?? '',
      ...(typed.start === 'example' && { template: typed.example }),
      ...(source !== null && { from: { plan: source } }),
    };
    const asked = await ask<{ id: string }>(fetch, '/api/plans', plan, typed);
    if ('refusal' in asked) return asked.refusal;
    redirect(303, `/plan/${asked.answer.id}`);
  },
};
