/** The tables of the SQLite store. After a change: `npm run db:generate`, and commit the migration that it writes. */
import type { NoteKind } from '@longtable/shared/history/change-note';
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Act } from '../mark-store.ts';

export const plan = sqliteTable('plan', {
  id: text('id').primaryKey(),
  createdAt: integer('created_at').notNull(),
});

/** Who did it, when and why, and what it was: the same for what has just come in and for what is settled. */
const rowColumns = () => ({
  plan: text('plan')
    .notNull()
    .references(() => plan.id),
  seq: integer('seq').notNull(),
  actor: text('actor').notNull(),
  onBehalfOf: text('on_behalf_of'),
  session: text('session').notNull(),
  at: integer('at').notNull(),
  intent: text('intent'),
  update: blob('update', { mode: 'buffer' }).notNull(),
  /** What a restore brought back, and where its characters came from; null for all other rows. */
  restored: blob('restored', { mode: 'buffer' }),
});

/** What was appended in the last second or so, on its way into the log. */
export const journal = sqliteTable('journal', rowColumns(), (table) => [
  primaryKey({ columns: [table.plan, table.seq] }),
]);

/** The truth: rows never change. `boundary` is null where it is the row's own seq. */
export const log = sqliteTable('log', { ...rowColumns(), boundary: integer('boundary') }, (table) => [
  primaryKey({ columns: [table.plan, table.seq] }),
]);

/** Which actor a Yjs client id belongs to, per plan, for ever (rule S2). */
export const client = sqliteTable(
  'client',
  {
    plan: text('plan')
      .notNull()
      .references(() => plan.id),
    client: integer('client').notNull(),
    actor: text('actor').notNull(),
  },
  (table) => [primaryKey({ columns: [table.plan, table.client] })],
);

/** The newest checkpoint of a plan: the whole document as one update, and what is known of it, compressed with zstd. */
export const checkpoint = sqliteTable('checkpoint', {
  plan: text('plan')
    .primaryKey()
    .references(() => plan.id),
  seq: integer('seq').notNull(),
  update: blob('update', { mode: 'buffer' }).notNull(),
  /** What a room knows of it; null in checkpoints that were written before rooms needed it. */
  known: blob('known', { mode: 'buffer' }),
});

/** The newest checkpoint of a plan's history. Can always be made again from the log. */
export const historyCheckpoint = sqliteTable('history_checkpoint', {
  plan: text('plan')
    .primaryKey()
    .references(() => plan.id),
  seq: integer('seq').notNull(),
  bytes: blob('bytes', { mode: 'buffer' }).notNull(),
});

export const actor = sqliteTable('actor', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  organisation: text('organisation'),
  createdAt: integer('created_at').notNull(),
});

export const session = sqliteTable(
  'session',
  {
    tokenHash: text('token_hash').primaryKey(),
    actor: text('actor')
      .notNull()
      .references(() => actor.id),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('session_expires_idx').on(table.expiresAt)],
);

export const setting = sqliteTable('setting', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});

/** What a person set down beside the log, of a plan at a seq: who, for whom, and when. */
const markColumns = () => ({
  id: text('id').primaryKey(),
  plan: text('plan')
    .notNull()
    .references(() => plan.id),
  seq: integer('seq').notNull(),
  actor: text('actor').notNull(),
  onBehalfOf: text('on_behalf_of'),
  at: integer('at').notNull(),
});

/** Who did something to it later. */
const act = (name: string) => text(name, { mode: 'json' }).$type<Act>();

/** Names of seqs (rule H6). Those that were removed stay, with who removed them. */
export const version = sqliteTable(
  'version',
  {
    ...markColumns(),
    planAt: integer('plan_at').notNull(),
    name: text('name').notNull(),
    note: text('note').notNull(),
    isProtected: integer('is_protected', { mode: 'boolean' }).notNull(),
    changed: act('changed'),
    removed: act('removed'),
  },
  (table) => [index('version_plan_idx').on(table.plan, table.seq)],
);

/** Reasons, flags and replies at changes. */
export const changeNote = sqliteTable(
  'change_note',
  {
    ...markColumns(),
    kind: text('kind').$type<NoteKind>().notNull(),
    text: text('text').notNull(),
    answers: text('answers'),
    resolved: act('resolved'),
    replacedBy: text('replaced_by'),
  },
  (table) => [index('change_note_plan_idx').on(table.plan, table.seq)],
);

/** How far somebody has looked at a plan. */
export const look = sqliteTable(
  'look',
  {
    plan: text('plan')
      .notNull()
      .references(() => plan.id),
    actor: text('actor').notNull(),
    seq: integer('seq').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.plan, table.actor] })],
);

/** How far beyond that they have looked at one element; the empty one is the plan itself. */
export const elementLook = sqliteTable(
  'element_look',
  {
    plan: text('plan')
      .notNull()
      .references(() => plan.id),
    actor: text('actor').notNull(),
    element: text('element').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.plan, table.actor, table.element] })],
);
