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
export interface Rhythm {
  colour: string;
  rhythm: readonly number[];
}

function hashOf(id: string): number {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash;
}

function toRhythm(hash: number, colour = hash % colours): Rhythm {
  const rhythm = rhythms[Math.floor(hash / colours) % rhythms.length] ?? rhythms[0];
  return { colour: `var(--stripe-${colour})`, rhythm };
}

/** For a chart in which they stand side by side: their own colours, where another of them does not have it already. */
export function rhythmsApart(ids: readonly string[]): ReadonlyMap<string, Rhythm> {
  const apart = new Map<string, Rhythm>();
  const taken = new Set<number>();
  for (const id of [...ids].sort()) {
    const hash = hashOf(id);
    let colour = hash % colours;
    if (taken.size < colours) while (taken.has(colour)) colour = (colour + 1) % colours;
    taken.add(colour);
    apart.set(id, toRhythm(hash, colour));
  }
  return apart;
}

export const stripesOf = (id: string): Stripes => paint(toRhythm(hashOf(id)));

export function paint({ colour, rhythm }: Rhythm): Stripes {
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
