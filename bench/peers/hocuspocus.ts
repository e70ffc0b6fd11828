/** Hocuspocus with its defaults; with DATABASE, its SQLite extension on that file. */
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';

const { PORT, DATABASE } = process.env;
const server = new Server({
  port: Number(PORT),
  address: '127.0.0.1',
  quiet: true,
  extensions: DATABASE ? [new SQLite({ database: DATABASE })] : [],
});
await server.listen();
process.stdout.write('ready\n');
