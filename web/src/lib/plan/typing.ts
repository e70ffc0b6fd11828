/** What somebody types in a field that others may set as well: what the plan lacks of it, and when there is a choice to make. */
export interface Typing {
  text: string;
  /** What the plan said when that was begun, or what was set from it since. */
  base: string;
}

/** @param value what the plan says */
export const typed = (typing: Typing | null, text: string, value: string): Typing => ({
  text,
  base: typing?.base ?? value,
});

/** Whether the plan lacks some of it, as far as this person knows. */
export const isUnset = ({ text, base }: Typing) => text.trim() !== base;

/** What others made of the value since; null where nobody did, or where they wrote the same. */
export function othersValue(typing: Typing | null, value: string): string | null {
  if (!typing || value === typing.base || value === typing.text.trim()) return null;
  return value;
}
