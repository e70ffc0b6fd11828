/** Those who changed something. */
import type { Author } from '@longtable/shared/history';

/** Each person once for each organisation they acted for, in the order in which they come. */
export function distinctAuthors(authors: readonly Author[]): Author[] {
  return [...new Map(authors.map((author) => [`${author.id} ${author.organisation}`, author])).values()];
}

/** Each person once, whoever they acted for. */
export function distinctPeople(authors: readonly Author[]): Author[] {
  return [...new Map(authors.map((author) => [author.id, author])).values()];
}
