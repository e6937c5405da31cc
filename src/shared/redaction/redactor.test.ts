import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../events/session-event.ts';
import { encodeBase64 } from '../lib/base64.ts';
import { type RedactionLevel, Redactor } from './redactor.ts';
import type { KnownSecret } from './secret-finder.ts';

const message = (n: number, value: unknown, leg: 'genesys' | 'bot' = 'genesys'): SessionEvent => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { n, atMs: n, leg, type: 'message', direction: 'in', text, bytes: text.length };
};

function redactAll(events: readonly SessionEvent[], level: RedactionLevel, secrets: readonly KnownSecret[] = []) {
  const redactor = new Redactor({ level, secrets });
  for (const event of events) redactor.learn(event);
  return { events: events.map(event => redactor.redact(event)), redactor };
}

/** What is left when every value is replaced by its kind: keys, their order, and the types of messages. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return value === null ? null : 'value';
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === 'type' ? one : shape(one)]));
}

const OPEN = {
  version: '2',
  type: 'open',
  id: '3f1c52a0-9c1e-4f6e-8d2a-0b6a1c9e7d10',
  seq: 1,
  parameters: {
    organizationId: '081ab6f1-1fd5-4bf6-bd65-112bbfe4ce7f',
    conversationId: '9168f3fa-8a5c-4217-a1a9-4278a9ab3df7',
    participant: {
      id: 'd92f2a11-b41b-47e6-a281-6d49efdb4474',
      ani: 'tel:+15550100001',
      aniName: 'Ada Byron',
      dnis: 'tel:+15550100002',
    },
    inputVariables: { account: 'AC-99812', vip: true, empty: '' },
  },
};

describe('secrets', () => {
  const secretText = fc
    .string({
      unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-."\\ é'),
      minLength: 12,
      maxLength: 48,
    })
    .filter(text => /^[\w+/].*[\w+/=]$/.test(text) && new Set(text).size > 6);
  const around = fc.string({ unit: fc.constantFrom(...'ab ,.:{}[]?&=%é\n'), maxLength: 12 });
  const base64 = (text: string) => encodeBase64(new TextEncoder().encode(text));
  /** Every way in which a secret was seen to travel. */
  const wrappings: Record<string, (secret: string) => string> = {
    plain: secret => secret,
    bearer: secret => `Bearer ${secret}`,
    json: secret => JSON.stringify({ deep: [{ note: `x ${secret} y` }] }),
    'json in json': secret => JSON.stringify({ body: JSON.stringify({ inner: JSON.stringify([secret]) }) }),
    'escaped json in a sentence': secret => `sent ${JSON.stringify(JSON.stringify({ a: secret }))} to the server`,
    url: secret => `https://x.test/y?lang=en&q=${encodeURIComponent(secret)}#z`,
    'url twice': secret => `/y?next=${encodeURIComponent(`/z?q=${encodeURIComponent(secret)}`)}`,
    'every byte in percent': secret =>
      [...new TextEncoder().encode(secret)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    base64,
    'base64, one byte on': secret => base64(`:${secret}`),
    'base64, two bytes on': secret => base64(`ab${secret}cd`),
    'base64 of a basic login': secret => `Basic ${base64(`user:${secret}`)}`,
    base64url: secret => base64(secret).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    'base64 of base64': secret => base64(base64(secret)),
    'base64 of JSON': secret => base64(JSON.stringify({ token: secret })),
    hex: secret => [...new TextEncoder().encode(secret)].map(byte => byte.toString(16).padStart(2, '0')).join(''),
  };
  /** Every place of an event. */
  const places: Record<string, (n: number, text: string) => SessionEvent> = {
    'a message that is no JSON': (n, text) => message(n, `~ ${text}`),
    'a value of a message': (n, text) => message(n, { type: 'event', parameters: { entities: [{ data: text }] } }),
    'a key of a message': (n, text) => message(n, { type: 'event', parameters: { [text]: 1 } }),
    'a header': (n, text) => ({
      n,
      atMs: n,
      leg: 'bot',
      type: 'connection',
      phase: 'upgrade',
      headers: { 'x-other': text },
    }),
    'a target': (n, text) => ({ n, atMs: n, leg: 'bot', type: 'connection', phase: 'upgrade', target: `/a?b=${text}` }),
    'a close reason': (n, text) => ({
      n,
      atMs: n,
      leg: 'bot',
      type: 'connection',
      phase: 'close',
      code: 1000,
      reason: text,
    }),
    'why a state changed': (n, text) => ({ n, atMs: n, leg: 'genesys', type: 'state', from: 'a', to: 'b', why: text }),
    'the text of a note': (n, text) => ({ n, atMs: n, leg: 'console', type: 'note', code: 'x', level: 'info', text }),
    'the data of a note': (n, text) => ({
      n,
      atMs: n,
      leg: 'console',
      type: 'note',
      code: 'x',
      level: 'info',
      text: '',
      data: { deep: { list: [text] } },
    }),
  };

  test('a known one is found in every encoding and in every place, and the events keep their number, types and keys', () => {
    fc.assert(
      fc.property(
        secretText,
        fc.constantFrom(...Object.keys(wrappings)),
        fc.constantFrom(...Object.keys(places)),
        around,
        around,
        fc.constantFrom<RedactionLevel>('secrets', 'personal', 'all'),
        (secret, wrapping, place, before, after, level) => {
          const wrapped = wrappings[wrapping]?.(secret) ?? '';
          const event = places[place]?.(0, /json|base64|hex/.test(wrapping) ? wrapped : `${before}${wrapped}${after}`);
          if (!event) throw new Error(`There is no ${place}.`);
          const { events } = redactAll([event], level, [{ name: 'planted', value: secret }]);
          const line = JSON.stringify(events[0]);
          for (const form of Object.values(wrappings)) {
            expect(line).not.toContain(JSON.stringify(form(secret)).slice(1, -1));
          }
          expect(everyDecoding(line)).not.toContain(secret);
          if (place !== 'a key of a message') expect(shape(events[0])).toEqual(shape(event));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('one that is spelled out over several deltas is taken out of each of them', () => {
    fc.assert(
      fc.property(secretText, fc.array(fc.nat(60), { minLength: 1, maxLength: 6 }), (secret, cuts) => {
        const whole = `The key is ${secret} and that is it.`;
        const places = [...new Set([0, ...cuts.map(cut => cut % whole.length), whole.length])].sort((a, b) => a - b);
        const deltas = places.slice(1).map((to, at) => whole.slice(places[at], to));
        const all = deltas.flatMap((delta, at) => [
          message(2 * at, { type: 'response.output_audio_transcript.delta', item_id: 'i', delta }, 'bot'),
          message(2 * at + 1, { type: 'response.output_audio.delta', item_id: 'i', delta: { $audio: {} } }, 'bot'),
        ]);
        const { events } = redactAll(all, 'secrets', [{ name: 'planted', value: secret }]);
        const said = events
          .map(event => (event.type === 'message' ? JSON.parse(event.text).delta : ''))
          .filter(text => typeof text === 'string')
          .join('');
        expect(said.replaceAll('«secret:planted»', '')).toBe('The key is  and that is it.');
        expect(shape(events)).toEqual(shape(all));
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['an OpenAI key', 'It said: sk-proj-abcDEF123456_x is not valid.', 'sk-proj-abcDEF123456_x'],
    ['an ephemeral key', '{"client_secret":{"value":"ek_68af296e8e408191a1120ab6383263c2","expires_at":1}}', 'ek_68af'],
    ['a bearer token', 'authorization: Bearer aZ09.aZ09-aZ09', 'aZ09.aZ09'],
    ['an ngrok authtoken', 'ngrok config add-authtoken 2aBcDeFgHiJkLmNoPqRsTuVwXyZ_7mNbVcXzAsDfGhJkLpOiU', '7mNbVcXz'],
    ['a signature', 'sig1=:dGhpcyBpcyBhIHNpZ25hdHVyZQ==:;', 'dGhpcyBp'],
    ['a key id', 'sig1=("@authority");keyid="myKeyId-1";created=1', 'myKeyId-1'],
    ['a parameter', '/bot?lang=en&access_token=tok3n&x=1', 'tok3n'],
    ['a login in an address', 'wss://ada:pa55@x.test/bot', 'pa55'],
    ['a field of half a JSON', 'body {"apiKey": "abcd-efgh", "x": ', 'abcd-efgh'],
    [
      'a field named like one',
      '{"type":"session.update","session":{"tools":[{"headers":{"X-Api-Key":"short"}}]}}',
      'short',
    ],
    ['a number as a password', '{"type":"x","password":123456}', '123456'],
    ['a JSON Web Token', 'x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-_1 y', 'eyJzdWIi'],
  ])('%s goes although nobody told that it is one', (_what, text, secret) => {
    const { events } = redactAll([message(0, text)], 'secrets');
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(JSON.stringify(events)).toContain('«secret:');
  });

  test('what holds none stays as it is, byte for byte', () => {
    const odd = message(0, '{ "type" : "open", "seq":1.0, "seq":2,\n "big": 12345678901234567890, "u":"\\u0041" }');
    const words = message(1, {
      type: 'error',
      message: 'Basic authentication or a bearer token is missing: token limit 100',
    });
    const { events } = redactAll([odd, words], 'secrets', [{ name: 'x', value: 'not-in-there' }]);
    expect(events[0]).toBe(odd);
    expect(events[1]).toBe(words);
  });
});

describe('personal', () => {
  test('who called, what was said, variables, digits and instructions are replaced by what they were', () => {
    const all = [
      message(0, OPEN),
      message(1, { type: 'dtmf', id: OPEN.id, parameters: { digit: '5' } }),
      message(
        2,
        { type: 'session.update', session: { instructions: 'Sell bicycles.', tools: [{ name: 'opening_hours' }] } },
        'bot',
      ),
      message(3, { type: 'response.output_audio_transcript.delta', delta: 'Good morning Ada' }, 'bot'),
      message(
        4,
        {
          type: 'response.done',
          response: {
            id: 'resp_6W797JBky80wpCoOQEEOc',
            output: [
              { type: 'function_call', name: 'look_up', arguments: '{"account":"AC-99812"}' },
              { content: [{ type: 'output_text', text: 'Hello' }] },
            ],
          },
        },
        'bot',
      ),
      message(5, {
        type: 'disconnect',
        parameters: { outputVariables: { mood: 'angry', count: 3 }, info: 'Goodbye Ada Byron' },
      }),
      {
        n: 6,
        atMs: 6,
        leg: 'console',
        type: 'note',
        code: 'x',
        level: 'info',
        text: 'Ada Byron called from +15550100001 (AC-99812).',
      },
    ] satisfies SessionEvent[];
    const { events, redactor } = redactAll(all, 'personal');
    const line = JSON.stringify(events);
    for (const gone of [
      '5550100001',
      '5550100002',
      'Ada',
      'AC-99812',
      'bicycles',
      'morning',
      'Hello',
      'angry',
      '\\"digit\\":\\"5',
      '3f1c52a0',
      '081ab6f1',
    ]) {
      expect(line).not.toContain(gone);
    }
    for (const kept of [
      'opening_hours',
      'look_up',
      'response.done',
      '«redacted:ani»',
      '«redacted:dnis»',
      '«redacted:input-variable»',
      '«redacted:digits»',
      '«redacted:transcript»',
      '«redacted:function-arguments»',
    ]) {
      expect(line).toContain(kept);
    }
    expect(shape(events)).toEqual(shape(all));
    // The same id is the same pseudonym, of the same form; twice redacted is once redacted.
    const ids = events.slice(0, 2).map(event => (event.type === 'message' ? JSON.parse(event.text).id : ''));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).toMatch(/^00000000-0000-4000-8000-[0-9a-f]{12}$/);
    expect(redactor.ids).toBe(5);
    expect(redactAll(events, 'personal').events).toEqual(events);
    expect(redactor.redactValue({ id: 's', caller: 'tel:+15550100001', outcome: 'Ada Byron hung up' })).toEqual({
      id: 's',
      caller: '«redacted:ani»',
      outcome: '«redacted:ani-name» hung up',
    });
  });

  test('what the console noted of the words, of functions and of wishes goes, too; what tells of the protocol stays', () => {
    const note: SessionEvent = {
      n: 0,
      atMs: 0,
      leg: 'bot',
      type: 'note',
      code: 'answer-ledger',
      level: 'info',
      text: 'An answer.',
      data: {
        items: [{ heardText: 'Good mor', unheardText: 'ning', heardMs: 400 }],
        arguments: { account: { number: 12 }, name: 'Ada' },
        text: '{"type":"response.create"}',
        differences: [
          { path: 'session.instructions', asked: 'Sell bicycles.', got: '' },
          { path: 'session.audio.input.format', asked: 'audio/pcmu', got: 'audio/pcm' },
        ],
      },
    };
    const [redacted] = redactAll([note], 'personal').events;
    const line = JSON.stringify(redacted);
    expect(line).not.toMatch(/Good|ning|12|Ada|bicycles|response\.create/);
    expect(line).toMatch(/audio\/pcmu.*audio\/pcm.*/);
    expect(line).toContain('"heardMs":400');
    expect(shape(redacted)).toEqual(shape(note));
  });

  test("a probe's null id stays: it says that it is a probe", () => {
    const probe = message(0, { type: 'open', parameters: { conversationId: '00000000-0000-0000-0000-000000000000' } });
    expect(redactAll([probe], 'personal').events).toEqual([probe]);
  });

  test('all: only words of the protocol stay', () => {
    const { events } = redactAll(
      [
        message(0, {
          type: 'open',
          position: 'PT0S',
          parameters: { language: 'en-us', customConfig: { site: 'Lyon' } },
        }),
        {
          n: 1,
          atMs: 1,
          leg: 'genesys',
          type: 'connection',
          phase: 'upgrade',
          remote: '192.0.2.7:1',
          target: '/lyon',
          headers: { host: 'lyon.example', 'user-agent': 'ua' },
        },
      ],
      'all',
    );
    const line = JSON.stringify(events);
    expect(line).not.toMatch(/lyon|192\.0/i);
    expect(line).toContain('en-us');
    expect(line).toContain('«redacted:text»');
  });
});

/** The text, and all that its parts say when they are decoded, three times over. */
function everyDecoding(text: string, depth = 3): string {
  if (depth === 0) return text;
  let out = text;
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)) {
    const plain = run.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
    for (let from = 0; from < 4; from += 1) {
      out += ` ${everyDecoding(Buffer.from(plain.slice(from), 'base64').toString('utf8'), depth - 1)}`;
    }
  }
  try {
    if (/%/.test(text)) out += ` ${everyDecoding(decodeURIComponent(text), depth - 1)}`;
  } catch {
    // Not all of it is escaped text.
  }
  if (text.includes('\\')) out += ` ${everyDecoding(text.replace(/\\(["\\])/g, '$1'), depth - 1)}`;
  return out;
}
