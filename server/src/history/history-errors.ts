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

/** What was to be restored was not in the plan at that change. */
export class NotThere extends Error {
  override name = 'NotThere';
}

/** What it would be restored into is not in the plan now. */
export class NoPlaceFor extends Error {
  override name = 'NoPlaceFor';
}

/** A row that can be read, and that the document could not take in. Its message begins with its seq. */
export class RowUnfit extends Error {
  override name = 'RowUnfit';
}
