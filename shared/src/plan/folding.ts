/** Text as it is compared while somebody searches: without accents and case, in letters that any keyboard has. */

/** Letters that are no others with an accent, and what people type for them. */
const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
};

export function fold(text: string): string {
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters.replace(/[ßæœþøłđðħı]/g, (letter) => plainLetters[letter] ?? letter);
}
