/** Who wrote a passage, in which change and why, and how it read before: put together from what the server answers. */
import type { Author, Authorship, AuthorshipRun, Revision, RevisionPage, Wording } from '@longtable/shared/history';
import type { Wordings } from './answers.ts';
import { type Answer, askPlan } from './ask-plan.ts';
import { findWords, type Passage, runsBetween, type Share, sharesOf, textOfRuns } from './passage.ts';

/** What stands for the plan itself where an element is named. */
export const planItself = 'plan';

interface WrittenShare extends Share {
  /** Why its author made the change that brought it. */
  reasons: string[];
  /** After the plan's own address: the change in History. */
  change: string;
}

export interface Written {
  /** The words that were asked about, as they read now. */
  words: string;
  shares: WrittenShare[];
  /** Newest first; of one block or field only. */
  wordings: Wording[];
  /** The block whose wordings these are; null of a field, or where several blocks were asked about. */
  block: string | null;
  /** Whether the server has these words; what was typed a moment ago it may not. */
  isKnown: boolean;
}

export async function whoWrote(
  plan: string,
  element: string,
  passages: readonly Passage[],
  signal: AbortSignal,
): Promise<Answer<Written>> {
  const [only] = passages.length === 1 ? passages : [];
  const of: Record<string, string> | undefined =
    only && (only.field === null ? { block: only.block ?? '' } : { field: only.field });
  const [authorship, wordings] = await Promise.all([
    askPlan<Authorship>(plan, `/elements/${element}/authorship`, signal),
    // A block without an id has no wordings that could be told.
    of && Object.values(of)[0] !== ''
      ? askPlan<Wordings>(plan, `/elements/${element}/wordings?${new URLSearchParams(of)}`, signal)
      : null,
  ]);
  if (authorship.problem !== null) return authorship;
  const runs = passages.map((passage) => runsOf(authorship.value, passage));
  const all = runs.flatMap((found) => found ?? []);
  const authors = new Map(all.map(({ by }) => [by.id, by]));
  const revisions = (
    await Promise.all([...authors.values()].map((by) => revisionsBy(plan, element, by, signal)))
  ).flat();
  const shares = sharesOf(all, (run) => placeOf(run, revisions).change);
  return {
    value: {
      words: runs.map((found, index) => (found ? textOfRuns(found) : (passages[index]?.words ?? ''))).join('\n'),
      shares: shares.map((share) => ({ ...share, ...placeOf(share.run, revisions) })),
      wordings: wordings?.value?.wordings ?? [],
      block: only?.block || null,
      isKnown: runs.some((found) => found !== null && found.length > 0),
    },
    problem: null,
  };
}

/** Null where the server does not know the block. */
function runsOf({ blocks, texts }: Authorship, passage: Passage): AuthorshipRun[] | null {
  const { block, field } = passage;
  const holder = field === null ? blocks.find(({ id }) => id === block) : texts.find((text) => text.field === field);
  if (!holder) return null;
  const { start, end } = findWords(textOfRuns(holder.runs), passage);
  return runsBetween(holder.runs, start, end);
}

async function revisionsBy(plan: string, element: string, by: Author, signal: AbortSignal): Promise<Revision[]> {
  const query = new URLSearchParams({ by: by.id, limit: '200', ...(element !== planItself && { element }) });
  const answer = await askPlan<RevisionPage>(plan, `/revisions?${query}`, signal);
  return answer.value?.revisions ?? [];
}

function placeOf({ by, seq }: Omit<AuthorshipRun, 'text'>, revisions: readonly Revision[]) {
  const revision = revisions.find(({ from, to, by: author }) => author?.id === by.id && from < seq && seq <= to);
  const notes = revision?.notes ?? [];
  const reasons = notes.filter((note) => note.kind === 'reason' && note.by.id === by.id).map(({ text }) => text);
  const range = revision ? `${revision.from}-${revision.to}` : `${seq - 1}-${seq}`;
  return { reasons, change: `/history/${range}?by=${by.id}` };
}
