/** Why files can't become a plan: a sentence for the person who chose them. Nothing was written. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
}

export function tooLong(title: string): ImportRefused {
  const name = title.length > 80 ? `${title.slice(0, 80)}…` : title;
  return new ImportRefused(`The text of "${name}" is too long for one element. Divide it with headings.`);
}
