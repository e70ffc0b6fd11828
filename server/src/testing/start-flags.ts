/** The flags of Node with which `npm start` starts the server: whatever measures it has to start it the same way. */
import { readFileSync } from 'node:fs';

const file = new URL('../../../package.json', import.meta.url);
const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: { start: string } };

export const startFlags: readonly string[] = scripts.start.split(' ').filter((word) => word.startsWith('--'));
