/** What we use of `edtf`, which has no types of its own. */
declare module 'edtf' {
  /** Times in milliseconds; `Infinity` for an open end, not a number for an unknown or open start. */
  interface ExtendedDateTime {
    readonly type: 'Date' | 'Year' | 'Decade' | 'Century' | 'Season' | 'Interval' | 'List' | 'Set';
    readonly min: number;
    readonly max: number;
    /** Of a list or a set; those that follow each other are an array of their own. */
    readonly values?: readonly (ExtendedDateTime | readonly ExtendedDateTime[])[];
  }
  /** @throws on what is no EDTF */
  export default function edtf(text: string): ExtendedDateTime;
}
