import { redirect } from '@sveltejs/kit';
import { ask } from '#lib/server-answers.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  example: async ({ fetch }) => {
    const asked = await ask<{ id: string }>(fetch, '/api/plans/example', {}, {});
    if ('refusal' in asked) return asked.refusal;
    redirect(303, `/plan/${asked.answer.id}`);
  },
};
