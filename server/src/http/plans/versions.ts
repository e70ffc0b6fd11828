/** Versions: names for what a plan was at some change, such as what a council adopted (rule H6). */
import { maxVersionName, maxVersionNote } from '@longtable/shared/history/version';
import { createVersionId, parseVersionId, type VersionId } from '@longtable/shared/ids';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { StoredVersion } from '../../store/mark-store.ts';
import type { Parts } from '../api.ts';
import { Problem } from '../problem.ts';
import { lineOfText, readJson, seqNumber, textOf } from '../request-input.ts';
import { nameVersions } from './named-marks.ts';
import { actOf, type PlanEnv, requireEditor, requirePlan } from './plan-access.ts';

const name = lineOfText('The name of a version', maxVersionName);
const note = textOf('The note', maxVersionNote);

const newVersion = v.object({ name, note: v.optional(note, ''), seq: v.optional(seqNumber) });

const versionChange = v.pipe(
  v.object({
    name: v.optional(name),
    note: v.optional(note),
    isProtected: v.optional(v.boolean('"isProtected" must be true or false.')),
  }),
  v.check((change) => Object.values(change).some((value) => value !== undefined), 'Say what is to be changed.'),
);

const unknownVersion = () => new Problem(404, 'This plan has no such version. It may have been deleted.');
const protectedVersion = () =>
  new Problem(409, 'This version is protected. Lift its protection first, to rename or delete it.');

type Needs = Pick<Parts, 'history' | 'store' | 'rooms' | 'limits'>;

export function versionsApi({ history, store, rooms, limits }: Needs) {
  const answer = async (version: StoredVersion) => (await nameVersions(store, [version]))[0];

  return new Hono<PlanEnv>()
    .get('/api/plans/:planId/versions', async (c) => {
      const plan = await requirePlan(store, c);
      return c.json({ versions: await nameVersions(store, await store.marks.readVersions(plan)) });
    })
    .post('/api/plans/:planId/versions', async (c) => {
      const plan = await requirePlan(store, c);
      const actor = requireEditor(c, 'name a version');
      const wanted = await readJson(c, newVersion);
      await limits.marks.spend(c, actor.id);
      const { seq, at } = await history.change(plan, wanted.seq);
      const version: StoredVersion = {
        id: createVersionId(),
        plan,
        seq,
        planAt: at,
        name: wanted.name,
        note: wanted.note,
        isProtected: false,
        made: actOf(actor),
        changed: null,
      };
      await store.marks.addVersion(version);
      rooms.tellMarked(plan, 'versions');
      return c.json(await answer(version), 201);
    })
    .patch('/api/plans/:planId/versions/:versionId', async (c) => {
      const plan = await requirePlan(store, c);
      const actor = requireEditor(c, 'change a version');
      const id = readVersionId(c.req.param('versionId'));
      const change = await readJson(c, versionChange);
      await limits.marks.spend(c, actor.id);
      const version = await store.marks.changeVersion(plan, id, change, actOf(actor));
      if (version === 'unknown') throw unknownVersion();
      if (version === 'protected') throw protectedVersion();
      rooms.tellMarked(plan, 'versions');
      return c.json(await answer(version));
    })
    .delete('/api/plans/:planId/versions/:versionId', async (c) => {
      const plan = await requirePlan(store, c);
      const actor = requireEditor(c, 'delete a version');
      const id = readVersionId(c.req.param('versionId'));
      await limits.marks.spend(c, actor.id);
      const outcome = await store.marks.removeVersion(plan, id, actOf(actor));
      if (outcome === 'unknown') throw unknownVersion();
      if (outcome === 'protected') throw protectedVersion();
      rooms.tellMarked(plan, 'versions');
      return c.body(null, 204);
    });
}

/** @throws Problem 404 */
function readVersionId(raw: string): VersionId {
  const id = parseVersionId(raw);
  if (!id) throw unknownVersion();
  return id;
}
