/**
 * A call of two minutes against the simulator, in which the caller interrupts three times: what the bridge adds, the
 * ledger of each answer, and each interruption step by step. Server, simulator and caller are the product's own
 * commands, in processes of their own, on real sockets and in real time:
 * `node_modules/.bin/node bench/interrupted-call.ts [--data-dir DIR]` (with it the session is kept there, to be opened)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { RATE_HZ, sentence } from '../e2e/audio/sounds.ts';
import { readSessionFile } from '../src/main/host/capture/session-files.ts';
import { writeWav } from '../src/shared/audio/wav.ts';
import { decodeEvent } from '../src/shared/events/event-log.ts';
import { reportText } from '../src/shared/realtime/answer-report.ts';
import { callFigures, type Spread } from './call-figures.ts';

const COMMAND = new URL('../bin/audiohook-console.mjs', import.meta.url).pathname;
const CALL_S = 120;
/** Whole questions are answered by a story of 13 s; the interruptions fall into the first, a middle and a late one. */
const SPOKEN: readonly (readonly [atS: number, name: 'order' | 'balance' | 'interrupt'])[] = [
  [6, 'interrupt'],
  [26, 'order'],
  [40, 'interrupt'],
  [60, 'balance'],
  [72, 'interrupt'],
  [95, 'order'],
];

function callerWav(): Uint8Array {
  const samples = new Int16Array(CALL_S * RATE_HZ);
  for (const [atS, name] of SPOKEN) samples.set(sentence(name), atS * RATE_HZ);
  return writeWav(RATE_HZ, [samples]);
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The command has no output.');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line;
}

/** @returns the file with the events of the server's session */
async function makeCall(dataDir: string): Promise<string> {
  mkdirSync(dataDir, { recursive: true });
  const realtime = { model: 'scenario:long-answers' };
  writeFileSync(
    join(dataDir, 'settings.json'),
    JSON.stringify({ profiles: [{ match: '*', bot: 'simulator', realtime }] }),
  );
  const wav = join(dataDir, 'caller.wav');
  writeFileSync(wav, callerWav());
  const before = new Set(sessionsIn(dataDir));
  const server = start(['serve', '--json', '--port', '0', '--ui-port', '0', '--data-dir', dataDir]);
  const { audiohook } = JSON.parse(await firstLine(server)) as { audiohook: string };
  const caller = start([
    'call',
    audiohook,
    '--connector-id',
    'demo-bot',
    '--data-dir',
    dataDir,
    '--wav',
    wav,
    '--json',
  ]);
  caller.stdout?.resume();
  const [code] = await once(caller, 'exit');
  server.kill('SIGTERM');
  await once(server, 'exit');
  if (code !== 0) throw new Error(`The call ended with exit code ${code}.`);
  for (const id of sessionsIn(dataDir).filter(each => !before.has(each))) {
    const folder = join(dataDir, 'sessions', id);
    const file = await readSessionFile(folder);
    if (file.ok && file.value.role === 'server') return join(folder, 'events.ndjson');
  }
  throw new Error('The server recorded no session.');
}

function sessionsIn(dataDir: string): string[] {
  try {
    return readdirSync(join(dataDir, 'sessions'));
  } catch {
    return [];
  }
}

function line(what: string, { count, p50, p99, most }: Spread): string {
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  return `${what.padEnd(44)} p50 ${ms(p50)}, p99 ${ms(p99)}, most ${ms(most)} (${count})`;
}

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } });
const dataDir = values['data-dir'] ?? mkdtempSync(join(tmpdir(), 'interrupted-call-'));
const say = (text = ''): void => void process.stdout.write(`${text}\n`);
try {
  say(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}. The call takes two minutes.`);
  const lines = readFileSync(await makeCall(dataDir), 'utf8')
    .split('\n')
    .slice(1);
  const figures = callFigures(lines.map(decodeEvent).flatMap(event => (event.ok ? [event.value] : [])));
  say(line('caller to model: frame in, append out', figures.toModel));
  say(line('model to caller: first audio in, first frame out', figures.toCaller));
  say(`frames that left later than the caller needed them: ${figures.lateFrames}`);
  say();
  for (const [at, ledger] of figures.ledgers.entries()) say(`${at + 1}. ${reportText(ledger)}`);
  for (const [at, trace] of figures.interruptions.entries()) {
    say();
    say(`Interruption ${at + 1}`);
    for (const step of trace) say(step);
  }
} finally {
  if (values['data-dir'] === undefined) rmSync(dataDir, { recursive: true, force: true });
}
