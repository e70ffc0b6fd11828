/** Keys that are letters: they mean nothing while somebody writes, or has a dialog open. */
export const isTyping = ({ target }: KeyboardEvent): boolean => isTypingIn(target as Element);

/** Whether what has the focus is written in, or is part of a dialog. */
export const isTypingIn = (focused: Element | null): boolean =>
  focused !== null && focused.closest('input, textarea, select, [contenteditable="true"], dialog') !== null;
