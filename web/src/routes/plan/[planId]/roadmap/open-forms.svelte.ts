/**
 * Which elements of a list have their form open. Kept with the list, not with its items: a date that is set may put an element
 * under another heading, and its form and the focus go with it.
 */
import type { ElementId } from '@longtable/shared/ids';
import { tick } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

export class OpenForms {
  readonly #open = new SvelteSet<ElementId>();

  has(id: ElementId): boolean {
    return this.#open.has(id);
  }

  toggle(id: ElementId): void {
    if (!this.#open.delete(id)) this.#open.add(id);
  }

  /** The focus goes back to the same field or button of the form, wherever the element is after the change. */
  async keepFocus(id: ElementId, change: () => void): Promise<void> {
    const before = document.activeElement;
    const name = before instanceof HTMLInputElement ? before.name : null;
    change();
    await tick();
    if (before?.isConnected) return;
    const item = document.querySelector(`[data-item="${id}"]`);
    const folded = item?.closest('details');
    if (folded) folded.open = true;
    item?.querySelector<HTMLElement>(name ? `form [name="${name}"]` : 'form [type="submit"]')?.focus();
  }
}
