/** The queries of the MarkStore on SQLite, synchronous, for use inside the worker thread of the database. */
import type { ActorId, ElementId, NoteId, PlanId, VersionId } from '@longtable/shared/ids';
import { and, asc, desc, eq, gt, isNull, lte, ne, sql } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Act, Look, NoteRange, SeqRange, StoredNote, StoredVersion, VersionChange } from '../mark-store.ts';
import * as tables from './schema.ts';

/** How the plan itself is written where an element is. */
const planItself = '';

export function markQueries(db: BetterSQLite3Database<typeof tables>) {
  const { version, changeNote, look, elementLook } = tables;

  const standing = (plan: PlanId, id: VersionId) =>
    and(eq(version.plan, plan), eq(version.id, id), isNull(version.removed));
  const findVersion = (plan: PlanId, id: VersionId) => db.select().from(version).where(standing(plan, id)).get();
  const noteOf = (plan: PlanId, id: NoteId) => and(eq(changeNote.plan, plan), eq(changeNote.id, id));
  const lookOf = (plan: PlanId, actor: ActorId) => and(eq(look.plan, plan), eq(look.actor, actor));
  const elementLooksOf = (plan: PlanId, actor: ActorId) =>
    and(eq(elementLook.plan, plan), eq(elementLook.actor, actor));

  return {
    addVersion({ made, ...added }: StoredVersion): void {
      db.insert(version)
        .values({ ...added, ...made })
        .run();
    },

    readVersions(plan: PlanId, range?: SeqRange): StoredVersion[] {
      const within = range && and(gt(version.seq, range.from), lte(version.seq, range.to));
      return db
        .select()
        .from(version)
        .where(and(eq(version.plan, plan), isNull(version.removed), within))
        .orderBy(desc(version.seq), desc(version.at), desc(version.id))
        .all()
        .map(toVersion);
    },

    readVersionSeqs(plan: PlanId): number[] {
      return db
        .selectDistinct({ seq: version.seq })
        .from(version)
        .where(and(eq(version.plan, plan), isNull(version.removed)))
        .orderBy(asc(version.seq))
        .all()
        .map(({ seq }) => seq);
    },

    changeVersion(
      plan: PlanId,
      id: VersionId,
      change: VersionChange,
      act: Act,
    ): StoredVersion | 'unknown' | 'protected' {
      return db.transaction(() => {
        const known = findVersion(plan, id);
        if (!known) return 'unknown';
        const isRenamed = change.name !== undefined || change.note !== undefined;
        if (known.isProtected && isRenamed && change.isProtected !== false) return 'protected';
        const changed = { ...change, changed: act };
        return toVersion(db.update(version).set(changed).where(standing(plan, id)).returning().get());
      });
    },

    removeVersion(plan: PlanId, id: VersionId, act: Act): 'removed' | 'unknown' | 'protected' {
      return db.transaction(() => {
        const known = findVersion(plan, id);
        if (!known) return 'unknown';
        if (known.isProtected) return 'protected';
        db.update(version).set({ removed: act }).where(standing(plan, id)).run();
        return 'removed';
      });
    },

    addNote({ made, ...added }: StoredNote): void {
      db.transaction(() => {
        db.insert(changeNote)
          .values({ ...added, ...made })
          .run();
        if (added.kind !== 'reason') return;
        const sameReason = and(
          eq(changeNote.plan, added.plan),
          eq(changeNote.seq, added.seq),
          eq(changeNote.kind, 'reason'),
          eq(changeNote.actor, made.actor),
          isNull(changeNote.replacedBy),
          ne(changeNote.id, added.id),
        );
        db.update(changeNote).set({ replacedBy: added.id }).where(sameReason).run();
      });
    },

    findNote(plan: PlanId, id: NoteId): StoredNote | null {
      const found = db.select().from(changeNote).where(noteOf(plan, id)).get();
      return found ? toNote(found) : null;
    },

    readNotes(plan: PlanId, { from, to, limit }: NoteRange): StoredNote[] {
      return db
        .select()
        .from(changeNote)
        .where(and(eq(changeNote.plan, plan), gt(changeNote.seq, from), lte(changeNote.seq, to)))
        .orderBy(desc(changeNote.seq), desc(changeNote.at), desc(sql`rowid`))
        .limit(limit)
        .all()
        .map(toNote)
        .reverse();
    },

    resolveNote(plan: PlanId, id: NoteId, act: Act): StoredNote | null {
      return db.transaction(() => {
        const open = and(noteOf(plan, id), isNull(changeNote.resolved));
        db.update(changeNote).set({ resolved: act }).where(open).run();
        return this.findNote(plan, id);
      });
    },

    readLook(plan: PlanId, actor: ActorId): Look | null {
      return db.transaction(() => {
        const found = db.select().from(look).where(lookOf(plan, actor)).get();
        if (!found) return null;
        const elements = db
          .select({ element: elementLook.element, seq: elementLook.seq })
          .from(elementLook)
          .where(elementLooksOf(plan, actor))
          .orderBy(asc(elementLook.element))
          .all()
          .map(({ element, seq }) => ({ element: element === planItself ? null : (element as ElementId), seq }));
        return { seq: found.seq, at: found.at, elements };
      });
    },

    beginLook(plan: PlanId, actor: ActorId, seq: number, at: number): void {
      db.insert(look).values({ plan, actor, seq, at }).onConflictDoNothing().run();
    },

    saveLook(plan: PlanId, actor: ActorId, seq: number, at: number): void {
      db.transaction(() => {
        db.insert(look)
          .values({ plan, actor, seq, at })
          .onConflictDoUpdate({ target: [look.plan, look.actor], set: { seq, at } })
          .run();
        const covered = and(elementLooksOf(plan, actor), lte(elementLook.seq, seq));
        db.delete(elementLook).where(covered).run();
      });
    },

    saveElementLook(plan: PlanId, actor: ActorId, element: ElementId | null, seq: number): void {
      db.insert(elementLook)
        .values({ plan, actor, element: element ?? planItself, seq })
        .onConflictDoUpdate({
          target: [elementLook.plan, elementLook.actor, elementLook.element],
          set: { seq: sql`max(excluded.seq, ${elementLook.seq})` },
        })
        .run();
    },
  };
}

type MadeBy = Pick<typeof tables.version.$inferSelect, 'actor' | 'onBehalfOf' | 'at'>;

const madeBy = ({ actor, onBehalfOf, at }: MadeBy): Act => ({ actor: actor as ActorId, onBehalfOf, at });

function toVersion(row: typeof tables.version.$inferSelect): StoredVersion {
  const { id, plan, seq, planAt, name, note, isProtected, changed } = row;
  const ids = { id: id as VersionId, plan: plan as PlanId };
  return { ...ids, seq, planAt, name, note, isProtected, made: madeBy(row), changed };
}

function toNote(row: typeof tables.changeNote.$inferSelect): StoredNote {
  const { id, plan, seq, kind, text, answers, resolved, replacedBy } = row;
  return {
    id: id as NoteId,
    plan: plan as PlanId,
    seq,
    kind,
    text,
    answers: answers as NoteId | null,
    made: madeBy(row),
    resolved,
    replacedBy: replacedBy as NoteId | null,
  };
}
