/** What can't be asked. Each sentence says what was wrong, and what there is instead. */

export class UnknownSeq extends Error {
  override name = 'UnknownSeq';
}

export class BadRange extends Error {
  override name = 'BadRange';
}

export class UnknownCursor extends Error {
  override name = 'UnknownCursor';
}

/** The worker no longer holds what the question was to be answered from. Bringing it up to date again mends it. */
export class HistoryForgotten extends Error {
  override name = 'HistoryForgotten';
}
