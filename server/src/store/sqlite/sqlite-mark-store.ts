/** The MarkStore on SQLite, seen from the main thread. */
import type { WorkerConnection } from '../../worker-rpc.ts';
import type { MarkStore } from '../mark-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { rethrow } from './sqlite-errors.ts';

export function sqliteMarkStore(database: WorkerConnection<SqliteDatabase>): MarkStore {
  return {
    addVersion: (version) => database.call('addVersion', [version]).catch(rethrow),
    readVersions: (plan, range) => database.call('readVersions', [plan, range]).catch(rethrow),
    readVersionSeqs: (plan) => database.call('readVersionSeqs', [plan]).catch(rethrow),
    changeVersion: (plan, id, change, act) => database.call('changeVersion', [plan, id, change, act]).catch(rethrow),
    removeVersion: (plan, id, act) => database.call('removeVersion', [plan, id, act]).catch(rethrow),
    addNote: (note) => database.call('addNote', [note]).catch(rethrow),
    findNote: (plan, id) => database.call('findNote', [plan, id]).catch(rethrow),
    readNotes: (plan, range) => database.call('readNotes', [plan, range]).catch(rethrow),
    resolveNote: (plan, id, act) => database.call('resolveNote', [plan, id, act]).catch(rethrow),
    readLook: (plan, actor) => database.call('readLook', [plan, actor]).catch(rethrow),
    beginLook: (plan, actor, seq, at) => database.call('beginLook', [plan, actor, seq, at]).catch(rethrow),
    saveLook: (plan, actor, seq, at) => database.call('saveLook', [plan, actor, seq, at]).catch(rethrow),
    saveElementLook: (plan, actor, element, seq) =>
      database.call('saveElementLook', [plan, actor, element, seq]).catch(rethrow),
  };
}
