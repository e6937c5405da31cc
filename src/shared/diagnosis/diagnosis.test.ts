import { expect, test } from 'vitest';
import type { SessionEvent } from '../events/session-event.ts';
import { asPost } from './as-post.ts';
import { Diagnosis } from './diagnosis.ts';
import { languageOf } from './language-of.ts';
import { answerNote, answersIn } from './places.ts';

const SESSION_ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const HEAD = { leg: 'genesys', type: 'message' } as const;

function message(n: number, direction: 'in' | 'out', type: string, parameters: object = {}): SessionEvent {
  const text = JSON.stringify({ version: '2', type, id: SESSION_ID, seq: n, parameters });
  return { n, atMs: 100 * n, ...HEAD, direction, text, bytes: text.length };
}

/** A server's view in which it was called, opened the session without media, and the caller gave up. */
const EVENTS: readonly SessionEvent[] = [
  {
    n: 0,
    atMs: 0,
    leg: 'genesys',
    type: 'connection',
    phase: 'upgrade',
    direction: 'in',
    target: '/demo-bot',
    status: 101,
  },
  message(1, 'in', 'open', {
    conversationId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
    participant: { id: SESSION_ID, ani: 'tel:+15550100001', aniName: 'Ada', dnis: '' },
    media: [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }],
  }),
  message(2, 'out', 'opened', { media: [] }),
  message(3, 'in', 'close', { reason: 'end' }),
  message(4, 'out', 'closed'),
  { n: 5, atMs: 500, leg: 'genesys', type: 'connection', phase: 'close', direction: 'in', code: 1000 },
];

function diagnosed(events: readonly SessionEvent[]) {
  const diagnosis = new Diagnosis();
  for (const event of events) diagnosis.add(event);
  return diagnosis.result();
}

test('a rule that fails takes neither the call nor the other rules with it, and is named without a word of the call', () => {
  const about = { severity: 'note', explanation: '', fix: [], confidence: 'certain', source: '', rank: 1 } as const;
  const breaks = () => {
    throw new RangeError('Ada');
  };
  const diagnosis = new Diagnosis([
    { ...about, id: 'fails-to-see', title: 'never', watch: () => ({ see: breaks, found: () => ({ evidence: [] }) }) },
    { ...about, id: 'fails-to-say', title: 'never', watch: () => ({ found: breaks }) },
    { ...about, id: 'works', title: 'It works', watch: () => ({ found: () => ({ evidence: [] }) }) },
  ]);
  for (const event of EVENTS) diagnosis.add(event);
  const { findings } = diagnosis.result();
  expect(findings.map(({ id }) => id)).toEqual(['works', 'rule-failed']);
  expect(findings[1]?.explanation).toContain('fails-to-see (RangeError), fails-to-say (RangeError)');
  expect(JSON.stringify(findings)).not.toContain('Ada');
});

test('a result asked for on the way does not change the one at the end', () => {
  const asked = new Diagnosis();
  for (const event of EVENTS) {
    asked.add(event);
    asked.result();
  }
  expect(asked.result()).toEqual(diagnosed(EVENTS));
});

test('the first broken link answers the question, and the finding says what to do', () => {
  const { findings, chains } = diagnosed(EVENTS);
  expect(findings.map(({ id }) => id)).toEqual(['no-media-selected']);
  expect(findings[0]?.evidence[0]).toMatchObject({ n: 2, fromMs: 200 });
  expect(chains[0]?.answer).toBe('No: opened selected no media: no sound goes either way.');
  expect(chains[0]?.links.find(({ state }) => state === 'broken')).toMatchObject({ id: 'opened', n: 2 });
});

test('what the user saw on the other side is used: an inactive integration comes first', () => {
  const events: SessionEvent[] = [...EVENTS, { n: 6, atMs: 500, ...answerNote('integration-active', false) }];
  expect(diagnosed(events).findings[0]?.id).toBe('integration-inactive');
  expect([...answersIn(events)]).toEqual([['integration-active', false]]);
  const takenBack: SessionEvent[] = [...events, { n: 7, atMs: 500, ...answerNote('integration-active', undefined) }];
  expect(diagnosed(takenBack).findings.map(({ id }) => id)).toEqual(['no-media-selected']);
  expect(answersIn(takenBack).size).toBe(0);
});

test('a recording without the bot breaks the last link of the chain', () => {
  const events: SessionEvent[] = [...EVENTS, { n: 6, atMs: 500, ...answerNote('recording-bot', false) }];
  expect(diagnosed(events).chains[0]?.links.at(-1)).toMatchObject({ id: 'recording', state: 'broken', n: 6 });
});

test('a post has the first finding and the messages that decide, and neither numbers nor ids', () => {
  const session = { role: 'server', kind: 'call', bot: 'simulator', outcome: 'closed', durationMs: 500 } as const;
  const post = asPost(session, EVENTS, diagnosed(EVENTS));
  expect(post).toMatch(/^## opened selected no media/);
  expect(post).toContain('"type":"opened"');
  expect(post.match(/^ +\d+\.\d{3} s /gm)?.length).toBeLessThanOrEqual(10);
  for (const secret of [SESSION_ID, '5550100001', 'Ada', 'aaaaaaaa-bbbb']) expect(post).not.toContain(secret);
});

test('a language is told only when the words leave no doubt', () => {
  expect(languageOf('Ich möchte bitte mit einem Menschen sprechen, und das ist für mich nicht egal.')).toBe('de');
  expect(languageOf('I would like to know what is in my order, please.')).toBe('en');
  expect(languageOf('Я хочу поговорить с оператором')).toBe('ru');
  expect(languageOf('Order 4711.')).toBeUndefined();
});

test('audio sent as text is found in a message of megabytes, too', () => {
  const opened = message(2, 'out', 'opened', {
    media: [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }],
  });
  const speech = message(3, 'out', 'event', { delta: 'A'.repeat(12 << 20) });
  const events = [...EVENTS.slice(0, 2), opened, speech];
  expect(diagnosed(events).findings.map(({ id }) => id)).toContain('bot-audio-as-text');
});

test('beside audio as it should be only a message that names audio is found, and it is the one that is shown', () => {
  const audio = {
    n: 3,
    atMs: 300,
    ...HEAD,
    type: 'audio',
    direction: 'out',
    track: 'bot',
    offset: 0,
    bytes: 1600,
  } as const;
  const token = message(4, 'out', 'log', {});
  const withToken = {
    ...token,
    text: JSON.stringify({ type: 'log', jwt: 'a'.repeat(600) }),
    bytes: 640,
  } as SessionEvent;
  const media = { event: 'media', media: { payload: 'A'.repeat(600) } };
  const withMedia = { ...message(5, 'out', 'x'), text: JSON.stringify(media), bytes: 640 } as SessionEvent;
  const shown = (...more: SessionEvent[]) =>
    diagnosed([...EVENTS.slice(0, 3), audio, ...more]).findings.find(({ id }) => id === 'bot-audio-as-text')?.evidence;
  expect(shown(withToken)).toBeUndefined();
  expect(shown(withToken, withMedia)).toMatchObject([{ n: 5, text: expect.stringContaining('Twilio') }]);
});

test('a pause is not said to be without an end while resume may still come', () => {
  const later = (event: SessionEvent, atMs: number): SessionEvent => ({ ...event, atMs });
  const paused = [...EVENTS.slice(0, 3), message(3, 'out', 'pause'), later(message(4, 'in', 'ping'), 20_000)];
  const found = (events: readonly SessionEvent[]) => diagnosed(events).findings.map(({ id }) => id);
  expect(found(paused)).not.toContain('pause-never-ended');
  expect(found([...paused, later(message(5, 'in', 'close'), 21_000)])).toContain('pause-never-ended');
});
