/** Dates as published texts write them, as EDTF. */

const months = 'january february march april may june july august september october november december'.split(' ');

/** @returns "2022-12" for a line that says "December 2022" and no more; null when there is none */
export function monthOf(text: string): string | null {
  const [, name = '', year] = /^([A-Z][a-z]+) (\d{4})[ \t]*$/m.exec(text) ?? [];
  const month = monthNumber(name);
  return month && year ? `${year}-${month}` : null;
}

/** @returns "2024-08-05" for "August 5, 2024"; null for what is no such date */
export function dayOf(text: string): string | null {
  const [, name = '', day = '', year] = /^([A-Z][a-z]+) (\d{1,2}), (\d{4})$/.exec(text.trim()) ?? [];
  const month = monthNumber(name);
  return month && year ? `${year}-${month}-${day.padStart(2, '0')}` : null;
}

/** @returns "2018-08-24" for "24-Aug-2018"; null for what is no such date */
export function headerDate(text: string): string | null {
  const [, day = '', name = '', year] = /^(\d{1,2})-([A-Z][a-z]{2})-(\d{4})$/.exec(text.trim()) ?? [];
  const month = monthNumber(months.find((month) => month.startsWith(name.toLowerCase())) ?? '');
  return name && month && year ? `${year}-${month}-${day.padStart(2, '0')}` : null;
}

function monthNumber(name: string): string | null {
  const index = months.indexOf(name.toLowerCase());
  return index === -1 ? null : String(index + 1).padStart(2, '0');
}
