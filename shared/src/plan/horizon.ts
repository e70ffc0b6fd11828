/**
 * How far an element looks, as people say it and as pages show it: EDTF (ISO 8601-2) in its most common forms, small
 * enough for every page. `time-span.ts` knows all of EDTF. What neither understands is shown as it was written.
 */

export interface Horizon {
  /** The year, or the first of the decade or of its part. */
  year: number;
  /** 1 to 12, or null. */
  month: number | null;
  day: number | null;
  season: Season | null;
  isDecade: boolean;
  /** "early 2030s": some years of a decade. */
  part: DecadePart | null;
  isAbout: boolean;
  /** "from 2040 on". */
  isOpen: boolean;
}

export type DecadePart = 'early' | 'mid' | 'late';
export type Season = 'spring' | 'summer' | 'autumn' | 'winter';

/** Has no end, or nobody can say when. */
export const openEnd = '..';

/** First and last year within a decade. */
const decadeParts: Record<DecadePart, readonly [number, number]> = { early: [0, 3], mid: [4, 6], late: [7, 9] };
/** Their numbers in EDTF. */
const seasons: Record<Season, number> = { spring: 21, summer: 22, autumn: 23, winter: 24 };
/** From one generation to the next, years. */
export const generationYears = 25;

export function parseHorizon(raw: string): Horizon | null {
  return parsePart(raw) ?? parseDate(raw);
}

/** A set of years that is the beginning, the middle or the end of a decade: "[2030..2033]". */
function parsePart(raw: string): Horizon | null {
  const [, first, last] = /^\[(\d{4})\.\.(\d{4})\]$/.exec(raw) ?? [];
  if (!first || !last || first.slice(0, 3) !== last.slice(0, 3)) return null;
  for (const [part, [from, to]] of Object.entries(decadeParts)) {
    if (first.endsWith(String(from)) && last.endsWith(String(to))) {
      return { ...wholeYear(Number(first)), part: part as DecadePart };
    }
  }
  return null;
}

function parseDate(raw: string): Horizon | null {
  const parts = /^(\d{3})(\d|X)(?:-(\d\d)(?:-(\d\d))?)?(~)?(\/\.\.)?$/.exec(raw);
  if (!parts) return null;
  const [, tens, unit, second, day, about, open] = parts;
  const isDecade = unit === 'X';
  if (isDecade && second) return null;
  const season = seasonOf(Number(second));
  if (season && day) return null;
  const horizon = {
    ...wholeYear(Number(`${tens}${isDecade ? '0' : unit}`)),
    month: second && !season ? Number(second) : null,
    day: day ? Number(day) : null,
    season,
    isDecade,
    isAbout: about === '~',
    isOpen: open !== undefined,
  };
  return isCalendarDate(horizon) ? horizon : null;
}

function wholeYear(year: number): Horizon {
  return { year, month: null, day: null, season: null, isDecade: false, part: null, isAbout: false, isOpen: false };
}

function seasonOf(number: number): Season | null {
  const found = Object.entries(seasons).find(([, season]) => season === number);
  return found ? (found[0] as Season) : null;
}

function isCalendarDate({ year, month, day }: Horizon): boolean {
  if (month !== null && (month < 1 || month > 12)) return false;
  return day === null || (day >= 1 && day <= new Date(Date.UTC(year, month ?? 1, 0)).getUTCDate());
}

/** The last date that stands in a text of EDTF: "2020/2024-05", "2030?", "[2030..2033]". */
const lastDate = /(?<!\d)(\d{3}[\dX](?:-\d\d){0,2})\D*$/;
/** The last month of each season; winter goes on into the next year. */
const lastMonths: Record<Season, number> = { spring: 5, summer: 8, autumn: 11, winter: 14 };

/**
 * When the last day of a date is over, milliseconds since 1970.
 * @returns null for what has no end, and for what is no date
 */
export function lastMomentOf(edtf: string): number | null {
  if (/(\.\.[\]}]?|\/)$/.test(edtf)) return null;
  const [, date] = lastDate.exec(edtf) ?? [];
  const last = date === undefined ? null : parseHorizon(date);
  if (!last) return null;
  const { year, month, day, season, isDecade } = last;
  if (day !== null && month !== null) return Date.UTC(year, month - 1, day + 1) - 1;
  const lastMonth = month ?? (season ? lastMonths[season] : 12);
  return Date.UTC(year + (isDecade ? 9 : 0), lastMonth, 1) - 1;
}

/** Whether all of `from` comes after all of `to`; false where either is no date we know. */
export function isLater(from: string, to: string): boolean {
  const [start, end] = [startOf(from), lastMomentOf(to)];
  return start !== null && end !== null && start > end;
}

/**
 * When a date begins, milliseconds since 1970, whatever of EDTF it is written in: near enough to put dates in order.
 * @returns -Infinity where it has always been so, null for what is no date
 */
export function startOf(edtf: string): number | null {
  const text = edtf.replace(/[?~%]/g, '').replace(/^[[{]/, '');
  if (/^(\.\.|\/)/.test(text)) return Number.NEGATIVE_INFINITY;
  const [, sign, digits, tens, unit, day] =
    /^Y?(-?)([\dX]{4,})(?:-([\dX])([\dX])(?:-([\dX]{2}))?)?(?!\w)/.exec(text) ?? [];
  if (digits === undefined) return null;
  // What is left open begins with the first it can be; years before Christ count down.
  const year = Number(digits.replaceAll('X', sign ? '9' : '0')) * (sign ? -1 : 1);
  const date = new Date(0).setUTCFullYear(year, monthOf(Number(`${tens}${unit}`)), Number(day) || 1);
  return Number.isNaN(date) ? year * Number.POSITIVE_INFINITY : date;
}

/** Counted from 0. Seasons have numbers above those of months. */
function monthOf(number: number): number {
  const season = Object.values(seasons).indexOf(number);
  if (season >= 0) return season * 3 + 2;
  return number >= 1 && number <= 12 ? number - 1 : 0;
}

/**
 * What a person types, as EDTF: "2030s", "early 2030s", "about 2040", "spring 2031", "from 2040 on", "in two
 * generations", "open" too.
 * @param thisYear what generations are counted from
 * @returns null when it is no date that we know
 */
export function readHorizon(typed: string, thisYear = new Date().getUTCFullYear()): string | null {
  const text = typed.trim().toLowerCase();
  if (text === 'open' || text === openEnd) return openEnd;
  return readGenerations(text, thisYear) ?? readPart(text) ?? readSeason(text) ?? readDate(text);
}

function readGenerations(text: string, thisYear: number): string | null {
  const [, count] =
    /^(?:in |about )*(a|one|two|three|four|five|six|seven) generations?(?: from now)?$/.exec(text) ?? [];
  if (!count) return null;
  const counted = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].indexOf(count === 'a' ? 'one' : count) + 1;
  return `${thisYear + counted * generationYears}~`;
}

function readPart(text: string): string | null {
  const [, part, decade] = /^(early|mid|late)[ -](?:the )?(\d{3})0s$/.exec(text) ?? [];
  if (!part || !decade) return null;
  const [first, last] = decadeParts[part as DecadePart];
  return `[${decade}${first}..${decade}${last}]`;
}

function readSeason(text: string): string | null {
  const [, season, year] = /^(spring|summer|autumn|fall|winter) (\d{4})$/.exec(text) ?? [];
  return season && year ? `${year}-${seasons[season === 'fall' ? 'autumn' : (season as Season)]}` : null;
}

function readDate(text: string): string | null {
  const [, from] = /^from (.+) on$/.exec(text) ?? [];
  const closed = from ?? text.replace(/\/\.\.$/, '');
  const about = /^(about|around|circa|c\.|ca\.|~)\s*/.exec(closed)?.[0] ?? '';
  const bare = closed.slice(about.length).replace(/^(?:the )?(\d{3})0s$/, '$1x');
  const date = `${bare.toUpperCase().replace(/~$/, '')}${about || bare.endsWith('~') ? '~' : ''}`;
  const edtf = closed === text ? date : `${date}/..`;
  return parseHorizon(edtf) ? edtf : null;
}
