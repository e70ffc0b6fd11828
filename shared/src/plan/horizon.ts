/**
 * How far an element looks: EDTF (ISO 8601-2) as people need it first: a day, a month, a year, a decade, each
 * perhaps "about". What is not understood is shown as it was written.
 */

export interface Horizon {
  /** The year, or the first of the decade. */
  year: number;
  /** 1 to 12, or null. */
  month: number | null;
  day: number | null;
  isDecade: boolean;
  isAbout: boolean;
}

export function parseHorizon(raw: string): Horizon | null {
  const parts = /^(\d{3})(\d|X)(?:-(\d\d)(?:-(\d\d))?)?(~)?$/.exec(raw);
  if (!parts) return null;
  const [, tens, unit, month, day, about] = parts;
  const isDecade = unit === 'X';
  if (isDecade && month) return null;
  const horizon = {
    year: Number(`${tens}${isDecade ? '0' : unit}`),
    month: month ? Number(month) : null,
    day: day ? Number(day) : null,
    isDecade,
    isAbout: about === '~',
  };
  return isCalendarDate(horizon) ? horizon : null;
}

function isCalendarDate({ year, month, day }: Horizon): boolean {
  if (month !== null && (month < 1 || month > 12)) return false;
  return day === null || (day >= 1 && day <= new Date(Date.UTC(year, month ?? 1, 0)).getUTCDate());
}

/**
 * What a person types, as EDTF: "2030s" and "about 2040" too.
 * @returns null when it is no date that we know
 */
export function readHorizon(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const about = /^(about|around|circa|c\.|ca\.|~)\s*/.exec(text)?.[0] ?? '';
  const bare = text.slice(about.length).replace(/^(\d{3})0s$/, '$1x');
  const edtf = `${bare.toUpperCase().replace(/~$/, '')}${about || bare.endsWith('~') ? '~' : ''}`;
  return parseHorizon(edtf) ? edtf : null;
}
