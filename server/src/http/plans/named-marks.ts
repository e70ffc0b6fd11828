/** Versions and notes as they are stored, with the names of who made them: as they are answered, and as history places them. */
import type { Author } from '@longtable/shared/history';
import type { ChangeNote } from '@longtable/shared/history/change-note';
import type { Version } from '@longtable/shared/history/version';
import type { PlanId } from '@longtable/shared/ids';
import type { MarksSource } from '../../history/placed-marks.ts';
import type { Act, StoredNote, StoredVersion } from '../../store/mark-store.ts';
import type { PlanStore } from '../../store/plan-store.ts';

/** So many notes are answered at once, and placed beside revisions: the newest. */
export const maxNotesAtOnce = 2_000;

/** What stands beside the revisions of a plan. */
export function marksOf(store: PlanStore, plan: PlanId): MarksSource {
  return {
    readCuts: () => store.marks.readVersionSeqs(plan),
    async readBetween(range) {
      const [versions, notes] = await Promise.all([
        store.marks.readVersions(plan, range),
        store.marks.readNotes(plan, { ...range, limit: maxNotesAtOnce }),
      ]);
      const [namedVersions, namedNotes] = await Promise.all([nameVersions(store, versions), nameNotes(store, notes)]);
      return { versions: namedVersions, notes: namedNotes };
    },
  };
}

export async function nameVersions(store: PlanStore, versions: readonly StoredVersion[]): Promise<Version[]> {
  const authorOf = await nameActs(
    store,
    versions.map(({ made }) => made),
  );
  return versions.map(({ id, seq, planAt, name, note, isProtected, made }) => ({
    id,
    seq,
    name,
    note,
    isProtected,
    by: authorOf(made),
    at: toTime(made.at),
    planAt: toTime(planAt),
  }));
}

export async function nameNotes(store: PlanStore, notes: readonly StoredNote[]): Promise<ChangeNote[]> {
  const authorOf = await nameActs(
    store,
    notes.flatMap(({ made, resolved }) => (resolved ? [made, resolved] : [made])),
  );
  return notes.map(({ id, seq, kind, text, answers, made, resolved, replacedBy }) => ({
    id,
    seq,
    kind,
    text,
    by: authorOf(made),
    at: toTime(made.at),
    answers,
    resolvedAt: resolved && toTime(resolved.at),
    resolvedBy: resolved && authorOf(resolved),
    replacedBy,
  }));
}

const toTime = (ms: number) => new Date(ms).toISOString();

async function nameActs(store: PlanStore, acts: readonly Act[]): Promise<(act: Act) => Author> {
  const ids = [...new Set(acts.map(({ actor }) => actor))];
  const actors = ids.length === 0 ? [] : await store.readActors(ids);
  const names = new Map(actors.map(({ id, name }) => [id, name]));
  return ({ actor, onBehalfOf }) => ({ id: actor, name: names.get(actor) ?? '', organisation: onBehalfOf });
}
