/** The worker thread that holds the database, so that an fsync never blocks sockets (rule S3). */
import { workerData } from 'node:worker_threads';
import { serveWorker } from '../../worker-rpc.ts';
import { openSqliteDatabase } from './sqlite-database.ts';

serveWorker(openSqliteDatabase((workerData as { path: string }).path));
