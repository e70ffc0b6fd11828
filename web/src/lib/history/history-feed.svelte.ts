/** The revisions and the timeline of one view of a plan's history: read on by pages, and followed while others write. */
import type { Revision, RevisionPage } from '@longtable/shared/history';
import type { SeqAtTime, Timeline } from '@longtable/shared/history/timeline';
import { filterQuery, type HistoryOptions } from './history-options.ts';
import { mergeNewest, newChanges } from './revision-list.ts';

export interface FeedSource {
  plan: string;
  options: HistoryOptions;
  page: RevisionPage;
  timeline: Timeline;
}

/** In how many bars a timeline is drawn. */
export const barCount = 96;
/** Of the revisions that are read on with; a first page is shorter, to be there sooner. */
const mostPerPage = 200;
/** Pages that are read to find where what is new meets what is known. */
const mostPages = 8;

export class HistoryFeed {
  readonly #source: FeedSource;
  #revisions: readonly Revision[] = $state.raw([]);
  #next: string | null = $state.raw(null);
  #timeline: Timeline = $state.raw() as Timeline;
  #isReading = $state(false);
  #head: number | null = null;

  constructor(source: FeedSource) {
    this.#source = source;
    this.#revisions = source.page.revisions;
    this.#next = source.page.next;
    this.#timeline = source.timeline;
  }

  /** Newest first. */
  get revisions(): readonly Revision[] {
    return this.#revisions;
  }

  /** Where the list goes on; null at its end. */
  get next(): string | null {
    return this.#next;
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  /** Reads the next page. @returns whether there was one */
  async readOn(): Promise<boolean> {
    const after = this.#next;
    if (after === null || this.#isReading) return false;
    this.#isReading = true;
    try {
      const page = await this.#page(after, { limit: mostPerPage });
      // What is new may have begun the list anew meanwhile; this page would not go on from its end.
      if (this.#next !== after) return false;
      this.#revisions = [...this.#revisions, ...page.revisions];
      this.#next = page.next;
      return true;
    } finally {
      this.#isReading = false;
    }
  }

  /**
   * Asks whether there is more than is known. @returns how many changes are new, and what takes them in; null where there are
   * none. @throws when the server can't be reached
   */
  async lookForNewer(signal: AbortSignal): Promise<{ count: number; take: () => void } | null> {
    const { seq } = await this.#ask<SeqAtTime>(`seq?at=${new Date().toISOString()}`, signal);
    if (seq === this.#head) return null;
    const known = this.#revisions;
    const pages: Revision[] = [];
    let next: string | null = null;
    for (let count = 0; count < mostPages; count++) {
      const page: RevisionPage = await this.#page(next, { signal });
      pages.push(...page.revisions);
      next = page.next;
      if (next === null || mergeNewest(known, pages).meets) break;
    }
    const query = filterQuery(this.#source.options);
    query.set('buckets', String(barCount));
    const timeline = await this.#ask<Timeline>(`timeline?${query}`, signal);
    this.#head = seq;
    const count = newChanges(known, pages);
    if (count === 0) return null;
    return {
      count,
      take: () => {
        // Further pages may have been read meanwhile.
        const merged = mergeNewest(this.#revisions, pages);
        this.#revisions = merged.revisions;
        if (!merged.meets) this.#next = next;
        this.#timeline = timeline;
      },
    };
  }

  #page(after: string | null, { limit, signal }: { limit?: number; signal?: AbortSignal }): Promise<RevisionPage> {
    const query = filterQuery(this.#source.options);
    query.set('group', this.#source.options.group);
    if (after) query.set('after', after);
    if (limit) query.set('limit', String(limit));
    return this.#ask(`revisions?${query}`, signal);
  }

  async #ask<T>(path: string, signal?: AbortSignal): Promise<T> {
    const response = await fetch(`/api/plans/${this.#source.plan}/${path}`, signal ? { signal } : {});
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}.`);
    return (await response.json()) as T;
  }
}
