/**
 * Keys that are single letters do something on some pages. Who speaks to their device, or presses keys by accident, can
 * switch them off on this device (WCAG 2.1.4).
 */
const stored = 'longtable:letter-keys';

class LetterKeys {
  #areOn = $state(true);

  get areOn(): boolean {
    return this.#areOn;
  }

  set areOn(areOn: boolean) {
    this.#areOn = areOn;
    try {
      if (areOn) localStorage.removeItem(stored);
      else localStorage.setItem(stored, 'off');
    } catch {
      // Without storage it is so as long as the page is open.
    }
  }

  /** Call in the browser only, once a page is there. */
  read(): void {
    try {
      this.#areOn = localStorage.getItem(stored) !== 'off';
    } catch {
      this.#areOn = true;
    }
  }

  /** The letter that is meant, small; null for all other keys, while somebody writes, and where letters are off. */
  of(event: KeyboardEvent): string | null {
    const { target } = event;
    if (!this.#areOn || event.ctrlKey || event.metaKey || event.altKey) return null;
    if (target instanceof Element && isTypingIn(target)) return null;
    return /^\p{L}$/u.test(event.key) ? event.key.toLowerCase() : null;
  }
}

export const letterKeys = new LetterKeys();

/** Whether what has the focus is written in, or is part of a dialog. */
export const isTypingIn = (focused: Element | null): boolean =>
  focused !== null && focused.closest('input, textarea, select, [contenteditable="true"], dialog') !== null;
