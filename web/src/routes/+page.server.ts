import { redirect } from '@sveltejs/kit';
import { ask, textsOf } from '#lib/server-answers.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  example: async ({ fetch, request }) => {
    const { name } = textsOf(await request.formData());
    const asked = await ask<{ id: string }>(fetch, '/api/plans/example', { name }, {});
    if ('refusal' in asked) return asked.refusal;
    redirect(303, `/plan/${asked.answer.id}`);
  },
};
