/**
 * Who said what, in the order in which it sounded, folded from a session's events. A transcript arrives when it is ready,
 * often after the answer to it has begun; each turn lies where its audio lies: the caller's by the model's own marks on
 * the audio that it was sent, the bot's where the caller heard it. What a barge-in cut is told apart from what was heard.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { SessionEvent } from '../events/session-event.ts';
import { type Json, numberAt, objectAt, objectOf, textAt } from '../lib/json-object.ts';
import { redactedMark } from '../redaction/personal.ts';
import { Timeline } from './timeline.ts';

export type TranscriptTurn = {
  /** Stays the same while the turn grows. */
  readonly key: string;
  /** `keys`: the caller pressed digits. */
  readonly speaker: 'caller' | 'bot' | 'keys';
  /** Number of the turn's first event. */
  readonly n: number;
  /** Where it sounds, ms of the session. */
  readonly startMs: number;
  readonly endMs: number;
  /** All that was said, as far as it is known. */
  readonly text: string;
  /** Of the bot's text: what the caller heard, by its share of the audio, to a whole word. Else all of it. */
  readonly heard: string;
  /** The rest, where the audio was cut. */
  readonly cut: string;
  /** The caller did not hear all of it, also where it is not known which words. */
  readonly wasCut: boolean;
  /** Milliseconds of audio that the caller heard, and that there were. */
  readonly heardMs: number;
  readonly totalMs: number;
  /** `speaking`: not over. `waiting`: over, the transcript has not come. `failed`: none will come. */
  readonly state: 'speaking' | 'waiting' | 'done' | 'failed';
  /** The transcript came after an answer had begun: how long after the end of the turn, ms. */
  readonly lateMs: number | undefined;
};

type CallerTurn = {
  readonly kind: 'caller';
  readonly key: string;
  readonly n: number;
  readonly start: Moment;
  end: Moment | undefined;
  text: string;
  transcribed: { n: number; atMs: number } | undefined;
  failed: boolean;
};
type BotTurn = {
  readonly kind: 'bot';
  readonly key: string;
  readonly n: number;
  readonly atMs: number;
  readonly ranges: { offset: number; bytes: number }[];
  text: string;
  complete: boolean;
  /** The model was told that the caller did not hear all of it. */
  corrected: boolean;
};
type KeysTurn = {
  readonly kind: 'keys';
  readonly key: string;
  readonly n: number;
  atMs: number;
  endMs: number;
  text: string;
};
type Turn = CallerTurn | BotTurn | KeysTurn;

/** A place in the caller's track, or where that is not known, the time of the event that told of it. */
type Moment = { readonly offset: number | undefined; readonly atMs: number };
type Appended = { readonly fromMs: number; readonly offset: number; bytes: number };

/** Digits that follow each other faster than this are one entry, ms. */
const SAME_ENTRY_MS = 3000;
/** `audio_start_ms` lies this long before the speech, unless the session says otherwise (Realtime API, server VAD), ms. */
const PREFIX_PADDING_MS = 300;
/** What can matter; looked for in the text before it is parsed. */
const MATTERS =
  /"type":\s*"(?:session\.(?:created|updated)|input_audio_buffer\.(?:append|speech_\w+)|conversation\.item\.(?:input_audio_transcription\.\w+|truncate|delete)|response\.(?:output_audio|output_audio_transcript|output_text)\.(?:delta|done)|response\.done|dtmf)"/;

export class Transcript {
  readonly #timeline = new Timeline();
  readonly #turns: Turn[] = [];
  readonly #byKey = new Map<string, Turn>();
  /** What the model was sent of the caller's track: its own marks count the milliseconds of these. */
  #appended: Appended[] = [];
  #appendedMs = 0;
  #paddingMs = PREFIX_PADDING_MS;
  #lastMs = 0;

  add(event: SessionEvent): void {
    this.#timeline.add(event);
    this.#lastMs = Math.max(this.#lastMs, event.atMs);
    if (event.type !== 'message' || event.leg === 'console' || !MATTERS.test(event.text)) return;
    const message = objectOf(event.text);
    if (!message) return;
    if (event.leg === 'genesys') {
      if (message.type === 'dtmf') this.#pressed(event, textAt(objectAt(message, 'parameters') ?? {}, 'digit') ?? '?');
    } else this.#heardOfModel(event, message);
  }

  /** The turns so far, in the order of their sound. */
  turns(): TranscriptTurn[] {
    const turns = this.#turns.map(turn => this.#view(turn)).sort((a, b) => a.startMs - b.startMs || a.n - b.n);
    return turns.map((turn, index) => {
      const own = this.#byKey.get(turn.key);
      if (own?.kind !== 'caller' || !own.transcribed) return turn;
      const { n, atMs } = own.transcribed;
      const answered = turns.slice(index + 1).some(later => later.speaker === 'bot' && later.n < n);
      return answered ? { ...turn, lateMs: Math.max(0, atMs - turn.endMs) } : turn;
    });
  }

  #heardOfModel(event: SessionEvent, message: Json): void {
    const type = textAt(message, 'type') ?? '';
    const itemId = textAt(message, 'item_id') ?? '';
    switch (type) {
      case 'session.created':
        // A new session hears from its own beginning.
        this.#appended = [];
        this.#appendedMs = 0;
        this.#paddingMs = paddingOf(message);
        return;
      case 'session.updated':
        this.#paddingMs = paddingOf(message);
        return;
      case 'input_audio_buffer.append':
        this.#append(objectAt(objectAt(message, 'audio') ?? {}, '$audio'));
        return;
      case 'input_audio_buffer.speech_started':
        this.#caller(event, itemId, this.#moment(event, this.#onset(numberAt(message, 'audio_start_ms'))));
        return;
      case 'input_audio_buffer.speech_stopped': {
        const end = this.#moment(event, numberAt(message, 'audio_end_ms'));
        this.#caller(event, itemId, end).end = end;
        return;
      }
      case 'conversation.item.truncate':
      case 'conversation.item.delete':
        for (const turn of this.#turns)
          if (turn.kind === 'bot' && turn.key.startsWith(`${itemId} `)) turn.corrected = true;
        return;
    }
    if (type.startsWith('conversation.item.input_audio_transcription.'))
      this.#transcribed(event, type, itemId, message);
    else if (type.startsWith('response.')) this.#answered(event, type, itemId, message);
  }

  #transcribed(event: SessionEvent, type: string, itemId: string, message: Json): void {
    const turn = this.#caller(event, itemId, { offset: undefined, atMs: event.atMs });
    if (type.endsWith('.delta')) turn.text += textAt(message, 'delta') ?? '';
    else if (type.endsWith('.failed')) turn.failed = true;
    else if (type.endsWith('.completed')) turn.text = textAt(message, 'transcript') ?? turn.text;
    else return;
    if (!type.endsWith('.delta')) turn.transcribed = { n: event.n, atMs: event.atMs };
  }

  #answered(event: SessionEvent, type: string, itemId: string, message: Json): void {
    if (type === 'response.done') {
      const items = objectAt(message, 'response')?.output;
      for (const item of Array.isArray(items) ? items : []) {
        const id = textAt(item as Json, 'id');
        for (const turn of this.#turns) {
          if (turn.kind === 'bot' && turn.key.startsWith(`${id} `)) turn.complete = true;
        }
      }
      return;
    }
    const transcript = type.includes('transcript') || type.includes('output_text');
    // An answer that was cancelled before its first sound was no turn.
    const known = this.#byKey.get(botKey(itemId, message));
    if (type.endsWith('.done') && !known) return;
    const turn = this.#bot(event, botKey(itemId, message));
    if (type.endsWith('.done')) {
      if (transcript) turn.text = textAt(message, 'transcript') ?? textAt(message, 'text') ?? turn.text;
      turn.complete = true;
    } else if (transcript) turn.text += textAt(message, 'delta') ?? '';
    else {
      const range = objectAt(objectAt(message, 'delta') ?? {}, '$audio');
      const bytes = range && numberAt(range, 'bytes');
      if (range && bytes && range.track === 'bot') turn.ranges.push({ offset: numberAt(range, 'offset') ?? 0, bytes });
    }
  }

  #pressed(event: SessionEvent, digit: string): void {
    const last = this.#turns.at(-1);
    if (last?.kind === 'keys' && event.atMs - last.endMs < SAME_ENTRY_MS) {
      last.text += digit;
      last.endMs = event.atMs;
    } else {
      this.#keep({
        kind: 'keys',
        key: `keys ${event.n}`,
        n: event.n,
        atMs: event.atMs,
        endMs: event.atMs,
        text: digit,
      });
    }
  }

  #append(range: Json | undefined): void {
    const offset = range && numberAt(range, 'offset');
    const bytes = range && numberAt(range, 'bytes');
    if (range?.track !== 'caller' || offset === undefined || bytes === undefined) return;
    const last = this.#appended.at(-1);
    if (last && last.offset + last.bytes === offset) last.bytes += bytes;
    else this.#appended.push({ fromMs: this.#appendedMs, offset, bytes });
    this.#appendedMs += bytes / PCMU_BYTES_PER_MS;
  }

  /** Where the speech itself begins: the model's mark is earlier, and speech that it knows of has been sent. */
  #onset(markedMs: number | undefined): number | undefined {
    return markedMs === undefined
      ? undefined
      : Math.max(markedMs, Math.min(markedMs + this.#paddingMs, this.#appendedMs));
  }

  #moment(event: SessionEvent, audioMs: number | undefined): Moment {
    const run = audioMs === undefined ? undefined : this.#appended.findLast(one => one.fromMs <= audioMs);
    if (!run || audioMs === undefined) return { offset: undefined, atMs: event.atMs };
    const offset = run.offset + Math.min(run.bytes, Math.round((audioMs - run.fromMs) * PCMU_BYTES_PER_MS));
    return { offset, atMs: event.atMs };
  }

  #caller(event: SessionEvent, itemId: string, start: Moment): CallerTurn {
    const key = `caller ${itemId}`;
    const known = this.#byKey.get(key);
    if (known?.kind === 'caller') return known;
    return this.#keep<CallerTurn>({
      kind: 'caller',
      key,
      n: event.n,
      start,
      end: undefined,
      text: '',
      transcribed: undefined,
      failed: false,
    });
  }

  #bot(event: SessionEvent, key: string): BotTurn {
    const known = this.#byKey.get(key);
    if (known?.kind === 'bot') return known;
    const { n, atMs } = event;
    return this.#keep<BotTurn>({ kind: 'bot', key, n, atMs, ranges: [], text: '', complete: false, corrected: false });
  }

  #keep<T extends Turn>(turn: T): T {
    this.#turns.push(turn);
    this.#byKey.set(turn.key, turn);
    return turn;
  }

  #view(turn: Turn): TranscriptTurn {
    switch (turn.kind) {
      case 'keys':
        return plain(turn, 'keys', turn.atMs, turn.endMs, 'done');
      case 'caller': {
        const startMs = Math.max(0, this.#timeOf(turn.start));
        const endMs = turn.end ? Math.max(startMs, this.#timeOf(turn.end)) : this.#lastMs;
        const state = turn.transcribed ? (turn.failed ? 'failed' : 'done') : turn.end ? 'waiting' : 'speaking';
        return plain(turn, 'caller', startMs, turn.transcribed && !turn.end ? startMs : endMs, state);
      }
      case 'bot':
        return this.#botView(turn);
    }
  }

  #botView(turn: BotTurn): TranscriptTurn {
    let heardBytes = 0;
    let totalBytes = 0;
    let wasCut = turn.corrected;
    let startMs: number | undefined;
    let endMs = turn.atMs;
    for (const range of turn.ranges) {
      totalBytes += range.bytes;
      for (const placed of this.#timeline.botFrames(range.offset, range.bytes)) {
        heardBytes += placed.heardBytes;
        wasCut ||= placed.heardBytes < placed.bytes;
        startMs = Math.min(startMs ?? placed.startMs, placed.startMs);
        if (placed.heardBytes > 0) endMs = Math.max(endMs, placed.startMs + placed.heardBytes / PCMU_BYTES_PER_MS);
      }
    }
    // Of words that were taken out nobody knows which were heard.
    const text = turn.text.includes(WORDS_REMOVED) ? WORDS_REMOVED : turn.text;
    const whole = !wasCut || text === WORDS_REMOVED;
    const split = whole ? text.length : heardLength(text, totalBytes === 0 ? 0 : heardBytes / totalBytes);
    return {
      ...plain(turn, 'bot', startMs ?? turn.atMs, Math.max(endMs, startMs ?? 0), turn.complete ? 'done' : 'speaking'),
      text,
      heard: text.slice(0, split).trim(),
      cut: text.slice(split).trim(),
      wasCut: wasCut && heardBytes < totalBytes,
      heardMs: heardBytes / PCMU_BYTES_PER_MS,
      totalMs: totalBytes / PCMU_BYTES_PER_MS,
    };
  }

  #timeOf({ offset, atMs }: Moment): number {
    return offset === undefined ? atMs : (this.#timeline.clientTimeOf('caller', offset) ?? atMs);
  }
}

function plain(
  turn: { key: string; n: number; text: string },
  speaker: TranscriptTurn['speaker'],
  startMs: number,
  endMs: number,
  state: TranscriptTurn['state'],
): TranscriptTurn {
  const { key, n, text } = turn;
  const lengthMs = endMs - startMs;
  return {
    key,
    speaker,
    n,
    startMs,
    endMs,
    text,
    heard: text,
    cut: '',
    wasCut: false,
    heardMs: lengthMs,
    totalMs: lengthMs,
    state,
    lateMs: undefined,
  };
}

/** What stands in a redacted session in place of a piece of a transcript. */
const WORDS_REMOVED = redactedMark('transcript');

function paddingOf(message: Json): number {
  const input = objectAt(objectAt(objectAt(message, 'session') ?? {}, 'audio') ?? {}, 'input');
  return numberAt(objectAt(input ?? {}, 'turn_detection') ?? {}, 'prefix_padding_ms') ?? PREFIX_PADDING_MS;
}

const botKey = (itemId: string, message: Json) => `${itemId} ${numberAt(message, 'content_index') ?? 0}`;

/** Speech runs at an even pace, near enough: a share of the audio is that share of the text, back to a whole word. */
function heardLength(text: string, share: number): number {
  if (share >= 0.995) return text.length;
  const at = Math.floor(text.length * share);
  return text[at] === ' ' ? at : text.lastIndexOf(' ', at) + 1;
}
