/** Keeps the saved state honest while words stand in a field and are not in the plan. Called as a component is made. */
import { onDestroy, untrack } from 'svelte';
import type { Held } from './live-plan.svelte.ts';
import type { PlanView } from './plan-view.svelte.ts';

/** @param held why words of this field are not in the plan; null when it has them */
export function holdWords(view: PlanView, held: () => Held | null): void {
  const field = {};
  $effect(() => {
    const now = held();
    const live = view.opened;
    untrack(() => live?.hold(field, now));
  });
  onDestroy(() => view.opened?.hold(field, null));
}
