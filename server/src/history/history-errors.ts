/** What can't be compared. Each sentence says which number was wrong, and what the plan has. */

export class UnknownSeq extends Error {
  override name = 'UnknownSeq';
}

export class BadRange extends Error {
  override name = 'BadRange';
}
