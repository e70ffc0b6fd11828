/** Keeps what was written in a form that is left, or removed, before it was saved. Called as a component is made. */
import { onDestroy } from 'svelte';
import type { LeftWords } from './left-words.ts';
import type { PlanView } from './plan-view.svelte.ts';

/** @param unsaved what is lost with the form; no words where nothing is */
export function keepUnsaved(view: PlanView, unsaved: () => Omit<LeftWords, 'why'>): void {
  const keep = () => {
    const { field, words } = unsaved();
    if (words.trim() !== '') view.keepWords({ field, why: 'unsaved', words: words.trim() });
  };
  $effect(() => {
    addEventListener('pagehide', keep);
    return () => removeEventListener('pagehide', keep);
  });
  onDestroy(keep);
}
