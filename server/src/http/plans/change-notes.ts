/** Notes on changes: reasons by those who made them, flags by whoever reads them, replies to both. */
import { type ChangeNote, maxNoteText, noteKinds } from '@longtable/shared/history/change-note';
import { type ActorId, createNoteId, type NoteId, type PlanId, parseNoteId } from '@longtable/shared/ids';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { KnownChange } from '../../history/review.ts';
import type { StoredNote } from '../../store/mark-store.ts';
import type { Parts } from '../api.ts';
import { Problem } from '../problem.ts';
import { checkInput, readJson, seqNumber, seqText, textOf } from '../request-input.ts';
import { maxNotesAtOnce, nameNotes } from './named-marks.ts';
import { actOf, canResolve, type PlanEnv, requireActor, requirePlan } from './plan-access.ts';

/** Why a change was made can be said for so long after it. */
const reasonWithinMs = 7 * 24 * 60 * 60 * 1000;

const rangeQuery = v.pipe(
  v.object({ from: v.optional(seqText('from')), to: v.optional(seqText('to')) }),
  v.check(({ from = 0, to = Number.POSITIVE_INFINITY }) => from <= to, '"from" must not be later than "to".'),
);

const newNote = v.pipe(
  v.object({
    seq: seqNumber,
    kind: v.picklist(noteKinds, `"kind" must be one of ${noteKinds.join(', ')}.`),
    text: v.pipe(
      textOf('The note', maxNoteText),
      v.check((text) => text !== '', "The note can't be empty."),
    ),
    answers: v.optional(v.nullable(v.string('"answers" must be the id of a note.')), null),
  }),
  v.check(
    ({ kind, answers }) => (kind === 'reply') === (answers !== null),
    'A reply names the note that it answers in "answers", and only a reply does.',
  ),
);

const resolution = v.object({
  resolved: v.literal(
    true,
    'A flag can be resolved: {"resolved": true}. It stays so; flag the change again if need be.',
  ),
});

const unknownNote = () => new Problem(404, 'This plan has no such note.');

export function changeNotesApi({
  history,
  store,
  rooms,
  limits,
}: Pick<Parts, 'history' | 'store' | 'rooms' | 'limits'>) {
  const answer = async (note: StoredNote): Promise<ChangeNote | undefined> => (await nameNotes(store, [note]))[0];
  const findNote = async (plan: PlanId, raw: string): Promise<StoredNote> => {
    const id = parseNoteId(raw);
    const note = id && (await store.marks.findNote(plan, id));
    if (!note) throw unknownNote();
    return note;
  };
  /** @throws Problem when it is not at this change, or answers one itself */
  const findAnswered = async (plan: PlanId, raw: string, seq: number): Promise<NoteId> => {
    const answered = await findNote(plan, raw);
    if (answered.kind === 'reply') throw new Problem(400, 'Answer the note itself, not a reply to it.');
    if (answered.seq !== seq) {
      throw new Problem(400, `A reply stands where the note that it answers stands, at change ${answered.seq}.`);
    }
    return answered.id;
  };

  return new Hono<PlanEnv>()
    .get('/api/plans/:planId/notes', async (c) => {
      const plan = await requirePlan(store, c);
      const { from = 0, to = Number.MAX_SAFE_INTEGER } = checkInput(rangeQuery, c.req.query());
      const notes = await store.marks.readNotes(plan, { from, to, limit: maxNotesAtOnce });
      return c.json({ notes: await nameNotes(store, notes) });
    })
    .post('/api/plans/:planId/notes', async (c) => {
      const plan = await requirePlan(store, c);
      const actor = requireActor(c, 'write beside a change');
      const wanted = await readJson(c, newNote);
      await limits.marks.spend(c, actor.id);
      const change = await history.change(plan, wanted.seq);
      if (wanted.kind === 'reason') requireOwnRecent(change, actor.id);
      const note: StoredNote = {
        id: createNoteId(),
        plan,
        seq: change.seq,
        kind: wanted.kind,
        text: wanted.text,
        answers: wanted.answers === null ? null : await findAnswered(plan, wanted.answers, change.seq),
        made: actOf(actor),
        resolved: null,
        replacedBy: null,
      };
      await store.marks.addNote(note);
      rooms.tellMarked(plan, 'notes');
      return c.json(await answer(note), 201);
    })
    .patch('/api/plans/:planId/notes/:noteId', async (c) => {
      const plan = await requirePlan(store, c);
      const actor = requireActor(c, 'resolve a flag');
      await readJson(c, resolution);
      const flag = await findNote(plan, c.req.param('noteId'));
      if (flag.kind !== 'flag') throw new Problem(409, `Only a flag can be resolved, and this is a ${flag.kind}.`);
      if (!canResolve(c, flag.made.actor)) {
        throw new Problem(403, 'A flag can be resolved by who set it, and by those who may edit the plan.');
      }
      await limits.marks.spend(c, actor.id);
      const resolved = await store.marks.resolveNote(plan, flag.id, actOf(actor));
      if (!resolved) throw unknownNote();
      rooms.tellMarked(plan, 'notes');
      return c.json(await answer(resolved));
    });
}

/** @throws Problem */
function requireOwnRecent({ at, authors }: KnownChange, actor: ActorId): void {
  if (!authors.some(({ id }) => id === actor)) {
    throw new Problem(403, 'Only who made a change can say why. Flag it, to ask them.');
  }
  if (Date.now() - at > reasonWithinMs) {
    throw new Problem(409, 'This change is more than seven days old. Flag it, to write beside it.');
  }
}
