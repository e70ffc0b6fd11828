/** Where plans are: what people paste when they mean one. */

/** The id in the address of a plan or of a page in it; what is no address is taken for an id. */
export function planIdIn(pasted: string): string {
  const text = pasted.trim();
  return /\/plan\/([^/?#\s]+)/.exec(text)?.[1] ?? text;
}
