/** Keys that are letters: they mean nothing while somebody writes, or has a dialog open. */
export function isTyping({ target }: KeyboardEvent): boolean {
  const element = target as Element;
  return element.closest('input, textarea, select, [contenteditable="true"], dialog') !== null;
}
