/**
 * A long session as the console's server would have captured it: a caller who speaks and a bot that answers, for hours,
 * without anybody having to wait for it. Always the same for the same wishes.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeMuLawSample, MULAW_SILENCE, PCMU_BYTES_PER_MS } from '../src/shared/audio/mulaw.ts';
import { encodeEvent, HEADER_LINE } from '../src/shared/events/event-log.ts';
import type { NewSessionEvent, SessionEvent } from '../src/shared/events/session-event.ts';
import type { SessionSummary } from '../src/shared/events/session-summary.ts';
import { type Counted, countEvent, NOTHING_COUNTED } from '../src/shared/projections/session-summary.ts';

export type LongSessionWishes = {
  /** Default: 2. */
  hours?: number;
  /** Least number of events; default: 100 000. Two hours have some 98 000 by themselves. */
  events?: number;
  id?: string;
};

const FRAME_MS = 200;
const FRAME_BYTES = FRAME_MS * PCMU_BYTES_PER_MS;
/** One exchange: the caller speaks for 4 s, the bot answers for 5 s. */
const EXCHANGE_MS = 12_000;
const SPEECH_MS = 4_000;
const ANSWER_MS = 5_000;
const ANSWER_PIECES = 8;
const WORDS = 'One moment please, I am looking for your order number forty two'.split(' ');
const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;
const AUDIOHOOK_ID = '5e551011-0000-4000-8000-000000000001';

/** Writes the session's folder into `dataDir`, and returns its summary. */
export function makeLongSession(dataDir: string, wishes: LongSessionWishes = {}): SessionSummary {
  const { hours = 2, events: least = 100_000, id = '20260101-120000-10a65e55' } = wishes;
  const folder = join(dataDir, 'sessions', id);
  mkdirSync(folder, { recursive: true });
  const writer = new Writer(folder);
  const call = new LongCall(writer);
  const lengthMs = hours * 3_600_000;
  call.begin();
  for (let atMs = 0; atMs < lengthMs; atMs += EXCHANGE_MS) call.exchange(atMs, Math.min(EXCHANGE_MS, lengthMs - atMs));
  while (writer.counted.events < least - 2) call.filler(lengthMs);
  call.end(lengthMs);
  const summary: SessionSummary = {
    ...writer.finish(),
    id,
    startedAt: '2026-01-01T12:00:00.000Z',
    role: 'server',
    kind: 'call',
    state: 'ended',
    outcome: 'closed by Genesys Cloud, reason end',
    connectorId: 'demo-bot',
    audiohookId: AUDIOHOOK_ID,
    caller: 'tel:+15550100001',
    bot: 'simulator',
    tracks: { bot: PCMU, caller: PCMU },
  };
  writeFileSync(join(folder, 'session.json'), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}

/** Gathers lines and audio, and writes them in large pieces: hours of audio never lie in memory. */
class Writer {
  counted: Counted = NOTHING_COUNTED;
  readonly #folder: string;
  #lines: string[] = [HEADER_LINE];
  readonly #audio = { caller: [] as Uint8Array[], bot: [] as Uint8Array[] };
  readonly sizes = { caller: 0, bot: 0 };

  constructor(folder: string) {
    this.#folder = folder;
    for (const name of ['events.ndjson', 'caller.raw', 'bot.raw']) writeFileSync(join(folder, name), '');
  }

  append(atMs: number, event: NewSessionEvent): void {
    const { leg, type, ...rest } = event;
    const whole = { n: this.counted.events, atMs, leg, type, ...rest } as SessionEvent;
    const line = encodeEvent(whole);
    this.counted = countEvent(this.counted, whole, Buffer.byteLength(line));
    this.#lines.push(line);
    if (this.#lines.length >= 10_000) this.#flush();
  }

  audio(track: 'caller' | 'bot', bytes: Uint8Array) {
    const range = { track, offset: this.sizes[track], bytes: bytes.length };
    this.#audio[track].push(bytes);
    this.sizes[track] += bytes.length;
    return range;
  }

  finish(): Counted {
    this.#flush();
    return { ...this.counted, bytes: this.counted.bytes + this.sizes.caller + this.sizes.bot };
  }

  #flush(): void {
    appendFileSync(join(this.#folder, 'events.ndjson'), this.#lines.join(''));
    this.#lines = [];
    for (const track of ['caller', 'bot'] as const) {
      appendFileSync(join(this.#folder, `${track}.raw`), Buffer.concat(this.#audio[track]));
      this.#audio[track] = [];
    }
  }
}

class LongCall {
  readonly #writer: Writer;
  readonly #seq = { client: 0, server: 0 };
  #exchanges = 0;
  #bufferMs = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  begin(): void {
    const headers = { host: '127.0.0.1:8080', 'audiohook-session-id': AUDIOHOOK_ID };
    const upgrade = { method: 'GET', target: '/demo-bot', headers, status: 101 } as const;
    this.#writer.append(0, { leg: 'genesys', type: 'connection', phase: 'upgrade', direction: 'in', ...upgrade });
    const participant = { id: AUDIOHOOK_ID, ani: 'tel:+15550100001', aniName: '', dnis: 'tel:+15550100002' };
    const media = [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }];
    this.#client(1, 'open', { organizationId: AUDIOHOOK_ID, conversationId: AUDIOHOOK_ID, participant, media });
    this.#server(2, 'opened', { media });
    this.#model(3, 'in', { type: 'session.created', session: { type: 'realtime', model: 'gpt-realtime-2.1' } });
  }

  /** The caller speaks, the bot answers, and both are silent for the rest. */
  exchange(startMs: number, lengthMs: number): void {
    const nth = this.#exchanges++;
    const item = `item_u${nth}`;
    const steps: [number, () => void][] = [];
    for (let atMs = 0; atMs < lengthMs; atMs += FRAME_MS) {
      steps.push([atMs + FRAME_MS, () => this.#frame(startMs + atMs + FRAME_MS, atMs < SPEECH_MS)]);
    }
    const bufferMs = this.#bufferMs;
    const say = (atMs: number, message: object) =>
      steps.push([
        atMs,
        () => this.#model(startMs + atMs, 'in', { event_id: `event_${nth}_${steps.length}`, ...message }),
      ]);
    say(340, { type: 'input_audio_buffer.speech_started', audio_start_ms: bufferMs, item_id: item });
    say(4240, { type: 'input_audio_buffer.speech_stopped', audio_end_ms: bufferMs + SPEECH_MS, item_id: item });
    say(4241, { type: 'input_audio_buffer.committed', item_id: item });
    const response_id = `resp_${nth}`;
    const item_id = `item_b${nth}`;
    say(4242, { type: 'response.created', response: { id: response_id, status: 'in_progress' } });
    const transcript = `What does my order number ${nth} do?`;
    say(4500, { type: 'conversation.item.input_audio_transcription.completed', item_id: item, transcript });
    this.#answer(steps, startMs, { response_id, item_id });
    say(5300, { type: 'response.output_audio_transcript.done', response_id, item_id, transcript: WORDS.join(' ') });
    say(5310, {
      type: 'response.done',
      response: { id: response_id, status: 'completed', usage: { total_tokens: 261 } },
    });
    steps.push([4900, () => this.#client(startMs + 4900, 'playback_started', {})]);
    steps.push([4900 + ANSWER_MS, () => this.#client(startMs + 4900 + ANSWER_MS, 'playback_completed', {})]);
    for (const atMs of [2_000, 7_000]) {
      steps.push([atMs, () => this.#client(startMs + atMs, 'ping', { rtt: 'PT0.021S' })]);
      steps.push([atMs + 1, () => this.#server(startMs + atMs + 1, 'pong', {})]);
    }
    if (nth % 50 === 49) {
      steps.push([
        6_000,
        () => this.#note(startMs + 6_000, 'RT-18', 'warning', 'The model sent no audio within 8000 ms.'),
      ]);
    }
    for (const [atMs, step] of steps.sort(([a], [b]) => a - b)) if (atMs <= lengthMs) step();
  }

  /** One event more, for those who want many. */
  filler(atMs: number): void {
    this.#model(atMs, 'in', { type: 'rate_limits.updated', rate_limits: [{ name: 'tokens', remaining: 800_000 }] });
  }

  end(atMs: number): void {
    this.#client(atMs, 'close', { reason: 'end' });
    this.#server(atMs + 1, 'closed', {});
  }

  #answer(steps: [number, () => void][], startMs: number, ids: { response_id: string; item_id: string }): void {
    for (let piece = 0; piece < ANSWER_PIECES; piece += 1) {
      const atMs = 4800 + piece * 50;
      steps.push([
        atMs,
        () => {
          const range = this.#writer.audio('bot', sound(ANSWER_MS / ANSWER_PIECES, 220));
          const head = { ...ids, output_index: 0, content_index: 0 };
          this.#model(startMs + atMs, 'in', { type: 'response.output_audio.delta', ...head, delta: { $audio: range } });
          this.#writer.append(startMs + atMs, { leg: 'genesys', type: 'audio', direction: 'out', ...range });
          const delta = `${WORDS[piece] ?? ''} `;
          this.#model(startMs + atMs, 'in', { type: 'response.output_audio_transcript.delta', ...head, delta });
        },
      ]);
    }
  }

  #frame(atMs: number, speaks: boolean): void {
    const range = this.#writer.audio('caller', speaks ? sound(FRAME_MS, 150) : SILENCE);
    this.#bufferMs += FRAME_MS;
    this.#writer.append(atMs, { leg: 'genesys', type: 'audio', direction: 'in', ...range });
    this.#model(atMs, 'out', { type: 'input_audio_buffer.append', audio: { $audio: range } });
  }

  #client(atMs: number, type: string, parameters: object): void {
    this.#seq.client += 1;
    const position = `PT${(this.#writer.sizes.caller / 8000).toFixed(1)}S`;
    const head = { version: '2', type, id: AUDIOHOOK_ID, seq: this.#seq.client, serverseq: this.#seq.server };
    this.#message(atMs, 'genesys', 'in', { ...head, position, parameters });
  }

  #server(atMs: number, type: string, parameters: object): void {
    this.#seq.server += 1;
    const head = { version: '2', type, id: AUDIOHOOK_ID, seq: this.#seq.server, clientseq: this.#seq.client };
    this.#message(atMs, 'genesys', 'out', { ...head, parameters });
  }

  #model(atMs: number, direction: 'in' | 'out', message: object): void {
    this.#message(atMs, 'bot', direction, message);
  }

  #note(atMs: number, code: string, level: 'info' | 'warning', text: string): void {
    this.#writer.append(atMs, { leg: 'bot', type: 'note', code, level, text });
  }

  #message(atMs: number, leg: 'genesys' | 'bot', direction: 'in' | 'out', message: object): void {
    const text = JSON.stringify(message);
    this.#writer.append(atMs, { leg, type: 'message', direction, text, bytes: Buffer.byteLength(text) });
  }
}

const SILENCE = new Uint8Array(FRAME_BYTES).fill(MULAW_SILENCE);

/** Something that looks like a voice from afar: a tone whose loudness comes and goes four times a second. */
function sound(lengthMs: number, hz: number): Uint8Array {
  const bytes = new Uint8Array(lengthMs * PCMU_BYTES_PER_MS);
  for (let at = 0; at < bytes.length; at += 1) {
    const loud = 0.5 - 0.5 * Math.cos((2 * Math.PI * 4 * at) / 8000);
    bytes[at] = encodeMuLawSample(Math.round(12_000 * loud * Math.sin((2 * Math.PI * hz * at) / 8000)));
  }
  return bytes;
}
