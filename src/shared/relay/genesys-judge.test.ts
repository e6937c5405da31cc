import { expect, test } from 'vitest';
import { GenesysJudge } from './genesys-judge.ts';
import { type Judgement, Restraint, type Side } from './judgement.ts';

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const ORGANIZATION = 'd7934305-0972-4844-938e-9060eef73d05';
const PCMU = { type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 };
const OPEN = {
  organizationId: ORGANIZATION,
  conversationId: ID,
  participant: { id: ID, ani: '', aniName: '', dnis: '' },
  media: [PCMU],
};

/** A wire that a relay hears: both sides number their messages as they should, unless told otherwise. */
class Wire {
  readonly found: Judgement[] = [];
  nowMs = 0;
  readonly #judge = new GenesysJudge({ sessionId: ID, organizationId: ORGANIZATION });
  readonly #seq = { client: 0, server: 0 };

  client(type: string, parameters: object = {}, envelope: object = {}): this {
    this.#seq.client += 1;
    const peer = { serverseq: this.#seq.server, position: 'PT0S' };
    return this.#text('client', {
      version: '2',
      type,
      id: ID,
      seq: this.#seq.client,
      ...peer,
      parameters,
      ...envelope,
    });
  }

  server(type: string, parameters: object = {}, envelope: object = {}): this {
    this.#seq.server += 1;
    const peer = { clientseq: this.#seq.client };
    return this.#text('server', {
      version: '2',
      type,
      id: ID,
      seq: this.#seq.server,
      ...peer,
      parameters,
      ...envelope,
    });
  }

  audio(from: Side, bytes = 1600): this {
    this.found.push(...this.#judge.binary(from, bytes, this.nowMs));
    return this;
  }

  gone(side: Side): this {
    this.found.push(...this.#judge.gone(side, 'code 1000', this.nowMs));
    return this;
  }

  later(ms: number): this {
    this.nowMs += ms;
    return this;
  }

  opened(): this {
    return this.client('open', OPEN).server('opened', { media: [PCMU] });
  }

  get rules(): string[] {
    return this.found.map(({ about, rule, level }) => `${about} ${rule} ${level}`);
  }

  #text(from: Side, message: object): this {
    const text = JSON.stringify(message);
    this.found.push(...this.#judge.text(from, text, text.length, this.nowMs));
    return this;
  }
}

test('a call by the book: nothing is said of it', () => {
  const wire = new Wire().opened().audio('client').client('ping').server('pong').later(5_000);
  wire.client('ping').server('pong').audio('server').client('playback_started').client('dtmf', { digit: '1' });
  wire.server('pause').client('paused').server('resume').client('resumed', { start: 'PT1S', discarded: 'PT0.2S' });
  wire.audio('server').server('event', { entities: [{ type: 'barge_in', data: {} }] });
  wire.server('disconnect', { reason: 'completed' }).audio('client').client('close', { reason: 'disconnect' });
  wire.server('closed').gone('client').gone('server');
  expect(wire.found).toEqual([]);
});

test('what is overdue is noticed at the next frame: pong after 5 s, opened after 5 s, closed after 10 s', () => {
  const wire = new Wire().opened().client('ping').later(4_999).audio('client');
  expect(wire.found).toEqual([]);
  expect(wire.later(1).audio('client').audio('client').found).toMatchObject([
    { about: 'server', rule: 'AH-15', level: 'problem', text: 'Timeout waiting for pong', data: { code: 408 } },
  ]);
  const late = new Wire()
    .client('open', OPEN)
    .later(6_000)
    .server('opened', { media: [PCMU] })
    .audio('server');
  expect(late.rules).toEqual(['server AH-13 problem']);
  const closing = new Wire().opened().client('close', { reason: 'end' }).later(10_000).gone('client');
  expect(closing.rules).toEqual(['server AH-14 problem']);
});

test('a pong that comes after its 5 s was late, and is none of another ping: nothing more is said of it', () => {
  const wire = new Wire().opened().client('ping').later(5_000).client('ping');
  wire.server('pong', {}, { clientseq: 2 }).server('pong', {}, { clientseq: 3 });
  expect(wire.rules).toEqual(['server AH-15 problem']);
  const alone = new Wire().opened().client('ping').later(5_000).audio('client').server('pong');
  expect(alone.found).toMatchObject([{ rule: 'AH-15', text: 'Timeout waiting for pong' }]);
  // The same one twice is one too many.
  expect(alone.server('pong').found.map(({ text }) => text)).toEqual([
    'Timeout waiting for pong',
    'pong without a ping',
  ]);
});

test('a ping in place of an overdue pong says that it is overdue, though it comes a little early by our clock', () => {
  const wire = new Wire().opened().client('ping').later(4_900).client('ping').server('pong', {}, { clientseq: 2 });
  expect(wire.found).toMatchObject([{ rule: 'AH-15', text: 'Timeout waiting for pong' }]);
});

test('media of opened that cannot be read are the server’s fault, and none of the client that sends audio', () => {
  const odd = new Wire().client('open', OPEN).server('opened', { media: [{ ...PCMU, format: 'OPUS' }] });
  expect(
    odd
      .audio('client')
      .audio('client')
      .rules.filter(rule => rule.startsWith('client')),
  ).toEqual([]);
  const none = new Wire().client('open', OPEN).server('opened', { media: [] }).audio('client');
  expect(none.rules).toContain('client AH-10 problem');
});

test('Genesys Cloud that gives up by its own clock is believed: its time-out ends before ours', () => {
  const wire = new Wire().opened().client('ping').later(4_900);
  wire.client('error', { code: 408, message: 'Timeout waiting for pong' }).client('close', { reason: 'error' });
  expect(wire.rules).toEqual(['server AH-15 problem', 'client AH-08 problem']);
});

test('more frames than Genesys Cloud takes: told so often, then counted', () => {
  const wire = new Wire().opened();
  for (let at = 0; at < 100; at += 1) wire.later(20).audio('server', 160);
  expect(new Set(wire.rules)).toEqual(new Set(['server AH-18 problem']));
  const restraint = new Restraint();
  const told = wire.found.filter(one => restraint.tells(one));
  expect(told).toHaveLength(20);
  expect(restraint.untold).toEqual({ 'server AH-18 problem': wire.found.length - 20 });
});

test.each([
  ['a gap in seq', (wire: Wire) => wire.server('updated', {}, { seq: 7 }), 'server AH-04 problem'],
  ['another id', (wire: Wire) => wire.server('updated', {}, { id: ORGANIZATION }), 'server AH-03 problem'],
  ['a clientseq of the future', (wire: Wire) => wire.server('updated', {}, { clientseq: 9 }), 'server AH-05 problem'],
  ['an unknown type', (wire: Wire) => wire.server('error', { code: 500 }), 'server AH-31 problem'],
  ['a field of the client', (wire: Wire) => wire.server('updated', {}, { serverseq: 1 }), 'server AH-02 problem'],
  ['a frame of 70,000 bytes', (wire: Wire) => wire.audio('server', 70_000), 'server AH-09 problem'],
  ['audio in a pause', (wire: Wire) => wire.client('paused').audio('server'), 'server AH-10 warning'],
  ['the end of TCP', (wire: Wire) => wire.gone('server'), 'server AH-16 problem'],
  ['a gap of the client', (wire: Wire) => wire.client('dtmf', { digit: '1' }, { seq: 9 }), 'client AH-04 problem'],
  ['a second open', (wire: Wire) => wire.client('open', OPEN), 'client AH-07 problem'],
  ['audio of the client in a pause', (wire: Wire) => wire.client('paused').audio('client'), 'client AH-10 warning'],
  ['a type that nobody knows', (wire: Wire) => wire.client('surprise'), 'client AH-11 warning'],
  ['a digit that is none', (wire: Wire) => wire.client('dtmf', { digit: 'x' }), 'client AH-06 problem'],
])('%s is named, and whose it is', (_what, act, said) => {
  expect(act(new Wire().opened()).rules).toEqual([said]);
});

test('media that was not offered, and audio before opened', () => {
  const other = { ...PCMU, format: 'L16' };
  const wire = new Wire().client('open', OPEN).audio('client').audio('server');
  expect(wire.server('opened', { media: [other] }).rules).toEqual([
    'client AH-10 problem',
    'server AH-10 warning',
    'server AH-12 problem',
  ]);
});

test('audio on its way when the caller hangs up is nobody’s fault; after disconnect it is', () => {
  const hungUp = new Wire().opened().client('close', { reason: 'end' }).audio('server').server('closed');
  expect(hungUp.found).toEqual([]);
  const goes = new Wire().opened().server('disconnect', { reason: 'completed' }).audio('server');
  expect(goes.rules).toEqual(['server AH-10 warning']);
});

test('a client without the headers is told apart by its first message', () => {
  const judge = new GenesysJudge({ sessionId: '', organizationId: '' });
  const say = (from: Side, message: object) => judge.text(from, JSON.stringify(message), 100, 0);
  const open = { version: '2', type: 'open', id: ID, seq: 1, serverseq: 0, position: 'PT0S', parameters: OPEN };
  expect(say('client', open)).toEqual([]);
  const opened = { version: '2', type: 'opened', id: ID, seq: 1, clientseq: 1, parameters: { media: [PCMU] } };
  expect(say('server', opened)).toEqual([]);
});

test('what is no JSON, or cannot be read, breaks a rule and not the judge', () => {
  const judge = new GenesysJudge({ sessionId: ID, organizationId: ORGANIZATION });
  for (const text of ['', 'not json', '[]', '{}', '{"type":"open"}', `{"a":${'['.repeat(5000)}`]) {
    expect(judge.text('client', text, text.length, 0)).toMatchObject([{ about: 'client', level: 'problem' }]);
    expect(judge.text('server', text, text.length, 0)).toMatchObject([{ about: 'server', level: 'problem' }]);
  }
});
