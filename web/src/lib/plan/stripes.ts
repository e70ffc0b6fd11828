/** People told apart by tea-towel stripes: a colour and a rhythm, the same for one id everywhere, legible in grey. */

const colours = 8;
/** Widths of stripe and gap, px. */
const rhythms = [
  [8, 3],
  [3, 3],
  [6, 2, 2, 2],
  [2, 5],
  [9, 2, 2, 2, 2, 2],
  [4, 2, 1, 2],
] as const;

export interface Stripes {
  /** A CSS colour that follows the scheme. */
  colour: string;
  /** A CSS background. */
  background: string;
}

/** A colour as CSS takes it, and the widths of stripe and gap in turn, px. */
export function rhythmOf(id: string): { colour: string; rhythm: readonly number[] } {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  const rhythm = rhythms[Math.floor(hash / colours) % rhythms.length] ?? rhythms[0];
  return { colour: `var(--stripe-${hash % colours})`, rhythm };
}

export function stripesOf(id: string): Stripes {
  const { colour, rhythm } = rhythmOf(id);
  let at = 0;
  const stops = rhythm.flatMap((width, index) => {
    const paint = index % 2 === 0 ? colour : 'var(--surface)';
    const stop = `${paint} ${at}px ${at + width}px`;
    at += width;
    return stop;
  });
  return { colour, background: `repeating-linear-gradient(135deg, ${stops.join(', ')})` };
}

/** At most two letters: the first of the first and of the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
