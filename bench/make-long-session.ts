/**
 * Puts a long session into a data folder, to be opened and looked at:
 * `node_modules/.bin/node bench/make-long-session.ts --data-dir DIR [--hours 2] [--events 100000] [--id ID]`
 */
import { parseArgs } from 'node:util';
import { makeLongSession } from './long-session.ts';

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    hours: { type: 'string', default: '2' },
    events: { type: 'string', default: '100000' },
    id: { type: 'string' },
  },
});
const folder = values['data-dir'];
if (folder === undefined) throw new Error('Give --data-dir DIR: where the session is to be put.');
const { id, events, bytes, durationMs } = makeLongSession(folder, {
  hours: Number(values.hours),
  events: Number(values.events),
  ...(values.id === undefined ? {} : { id: values.id }),
});
process.stdout.write(`${JSON.stringify({ id, events, bytes, durationMs })}\n`);
