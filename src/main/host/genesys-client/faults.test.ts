/** Each fault of the list, over a real socket, against the console's own server: it does what the list says a server should. */
import { expect, test } from 'vitest';
import type { FaultId } from '../../../shared/audiohook/faults.ts';
import { FAULT_IDS, faultOf } from '../../../shared/audiohook/faults.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { callBench, messagesIn, notesIn } from '../testing/call-bench.ts';

type Bench = Awaited<ReturnType<typeof callBench>>;
type Seen = { bench: Bench; server: readonly SessionEvent[]; caller: readonly SessionEvent[] };

const LONG_ENOUGH_MS = 3_000;

/** What is seen beyond the end of the call: the note of the server, and what the fault was about. */
const SEEN: Partial<Record<FaultId, (seen: Seen) => void>> = {
  'drop-tcp-in-opening': ({ server }) => expect(notesIn(server)).toContain('AH-16'),
  'drop-tcp-in-open': ({ server }) => expect(notesIn(server)).toContain('AH-16'),
  'half-open': ({ server }) => expect(notesIn(server)).toContain('AH-16'),
  'delayed-ping': ({ server, caller }) => {
    expect(messagesIn(server, 'in', 'ping').length).toBeGreaterThan(1);
    const [opened] = caller.filter(event => event.type === 'state' && event.to === 'open');
    const [ping] = caller.filter(event => event.type === 'message' && event.text.includes('"ping"'));
    expect((ping?.atMs ?? 0) - (opened?.atMs ?? 0)).toBeGreaterThan(4_900);
  },
  'missing-ping': ({ server }) => expect(messagesIn(server, 'in', 'ping')).toEqual([]),
  'unknown-type': ({ server }) => expect(notesIn(server)).toContain('AH-11'),
  'extra-fields': ({ server }) => {
    expect(messagesIn(server, 'in', 'open')[0]).toMatchObject({ consoleFault: true, parameters: { consoleFault: {} } });
  },
  'catch-up-burst': ({ bench }) => {
    expect(Math.max(...bench.heard.map(audio => audio.length))).toBe(64_000);
  },
  'frames-20ms': ({ caller }) => {
    const lengths = caller.flatMap(event => (event.type === 'audio' && event.direction === 'out' ? [event.bytes] : []));
    expect(lengths.length).toBeGreaterThan(50);
    expect(new Set(lengths)).toEqual(new Set([160]));
  },
  jitter: ({ caller }) => {
    const audioAtMs = caller.flatMap(event =>
      event.type === 'audio' && event.direction === 'out' ? [event.atMs] : [],
    );
    const gaps = audioAtMs.slice(1).map((atMs, n) => atMs - (audioAtMs[n] ?? 0));
    expect(Math.max(...gaps)).toBeGreaterThan(400);
    expect(gaps.filter(gap => gap < 60).length).toBeGreaterThan(0);
  },
  'loss-as-discarded': ({ bench, server }) => {
    const discarded = messagesIn(server, 'in', 'discarded');
    expect(discarded.length).toBeGreaterThan(1);
    expect(discarded[0]?.parameters).toEqual({ start: 'PT0.8S', discarded: 'PT0.2S' });
    expect(bench.heard.every(audio => audio.length === 1600)).toBe(true);
  },
  'dtmf-burst': ({ bench }) => expect(bench.told.join('')).toBe('1234567890*#1234567890*#1'),
};

test.each(FAULT_IDS)('%s: the server does as it should, and the next call is unharmed', async id => {
  const fault = faultOf(id);
  const bench = await callBench();
  const { summary, events: caller } = await bench.call({ fault: id }, { lastMs: fault.lastsMs ?? LONG_ENOUGH_MS });
  expect(summary.outcome.fault).toEqual({ id, should: fault.should, asItShould: true });
  expect(notesIn(caller)).toContain('fault');
  expect(summary.tries).toBe(1);

  const next = await bench.call({}, { lastMs: 1_500 });
  expect(next.summary).toMatchObject({ opened: true, closed: true, error: null });

  const first = id === 'drop-tcp-in-connecting' ? undefined : (await bench.serverSessions(2)).at(-1);
  const server = first ? await bench.eventsOf(first.id) : [];
  if (fault.end === 'ended') expect(notesIn(server)).toContain(fault.rule);
  if (fault.end === 'refused') {
    expect(summary).toMatchObject({ opened: false, error: expect.stringContaining('401') });
    expect(bench.calls).toHaveLength(1);
  }
  if (fault.end === 'goes-on')
    expect(notesIn(server).filter(code => code !== 'AH-11' && code.startsWith('AH-'))).toEqual([]);
  SEEN[id]?.({ bench, server, caller });
});
