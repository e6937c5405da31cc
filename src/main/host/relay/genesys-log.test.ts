import { expect, onTestFinished, test } from 'vitest';
import { SessionStore } from '../capture/session-store.ts';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { GenesysLog } from './genesys-log.ts';

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const UPGRADE = { start: 'GET / HTTP/1.1', headers: [['Audiohook-Session-Id', ID]] } as const;

async function openWire() {
  const onWarning = (text: string) => expect.unreachable(text);
  const store = new SessionStore({
    ...{ dataDir: tempDir(), clock: systemClock, ids: systemIds, pid: process.pid, onWarning },
  });
  await store.open();
  onTestFinished(() => store.dispose());
  const recorder = store.start({ role: 'server', kind: 'call', connectorId: '', audiohookId: '', relay: 'genesys' });
  const log = new GenesysLog(recorder);
  log.request(UPGRADE, UPGRADE, 'wss://their.example');
  log.answer(101, { start: 'HTTP/1.1 101 Switching Protocols', headers: [] }, 5);
  const say = (from: 'client' | 'server', type: string, seqs: object) =>
    log.text(from, JSON.stringify({ version: '2', type, id: ID, parameters: {}, ...seqs }), 100);
  const rules = () =>
    recorder.events.flatMap(event => (event.type === 'note' && /^AH-/.test(event.code) ? [event.code] : []));
  return { recorder, log, say, rules };
}

test.each(['client', 'server'] as const)(
  'once the %s is not heard any more, neither side is judged by what the other may have sent',
  async deaf => {
    const { log, say, rules } = await openWire();
    say('client', 'ping', { seq: 1, serverseq: 0, position: 'PT0S' });
    const before = rules();
    expect(before).toContain('AH-07');
    log.deaf(deaf, 'reserved bits');
    // Each knows of a message of the other that went past unheard.
    say('server', 'pong', { seq: 1, clientseq: 2 });
    say('client', 'ping', { seq: 2, serverseq: 5, position: 'PT1S' });
    log.ended(deaf, undefined);
    expect(rules()).toEqual(before);
  },
);

test('of a side that is not heard any more nobody says that it sent no close frame', async () => {
  const { recorder, log } = await openWire();
  log.deaf('server', 'reserved bits');
  log.ended('server', undefined);
  log.ended('client', undefined);
  await log.done();
  expect(recorder.events.filter(event => event.type === 'connection' && event.phase === 'close')).toEqual([]);
  expect(recorder.summary.outcome).toBe('ended by their server: how, went past unrecorded');
});

test.each(['client', 'server'] as const)(
  'the outcome says why Genesys Cloud gave up, when the %s closes',
  async side => {
    const { recorder, log } = await openWire();
    const text = (type: string, parameters: object) =>
      log.text('client', JSON.stringify({ version: '2', type, id: ID, seq: 1, serverseq: 0, parameters }), 100);
    text('error', { code: 408, message: 'Timeout waiting for pong' });
    text('close', { reason: 'error' });
    log.close(side, 1000, '');
    await log.done();
    const who = side === 'client' ? 'Genesys Cloud' : 'their server';
    const why = 'Genesys Cloud said close, reason error; error 408 Timeout waiting for pong';
    expect(recorder.summary.outcome).toBe(`closed by ${who} (code 1000): ${why}`);
  },
);
