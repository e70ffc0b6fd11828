/** Why files can't become a plan: a sentence for the person who chose them. Nothing was written. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
}
