/**
 * A bot that is an OpenAI Realtime session. This is the shell: it moves frames and bytes, and does what the pure
 * bridge machine (src/shared/realtime) decides.
 */
import type { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { PCMU_RATE_HZ } from '../../../../shared/audio/mulaw.ts';
import { assertNever } from '../../../../shared/lib/assert-never.ts';
import { encodeBase64 } from '../../../../shared/lib/base64.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import type { Ids } from '../../../../shared/lib/ids.ts';
import { step } from '../../../../shared/realtime/bridge-machine.ts';
import {
  type BridgeEffect,
  type BridgeInput,
  type BridgeState,
  initialBridge,
  type Playback,
} from '../../../../shared/realtime/bridge-state.ts';
import type { RealtimeClientEvent } from '../../../../shared/realtime/events.ts';
import { audioOf, parseEvent, withoutAudio } from '../../../../shared/realtime/parse.ts';
import { heardOfRow } from '../../../../shared/realtime/playback-ledger.ts';
import { DEFAULT_WISHES, type SessionWishes } from '../../../../shared/realtime/session-update.ts';
import type { Bot, BotCall, StartBot } from '../bot.ts';
import { headersOf, logConnection, logUpgrade, refusalText } from './connection-log.ts';
import { openRealtime } from './open-realtime.ts';
import { OPENAI_BASE_URL, type RealtimeEndpoint, readEndpoint } from './realtime-endpoint.ts';

export interface OpenAiBotSettings {
  readonly apiKey: string;
  /** As the `openai` package takes it. ws or http on loopback only (the simulator); there the key is not sent. */
  readonly baseURL?: string;
  readonly model?: string;
  readonly instructions?: string;
  readonly voice?: string;
  readonly transcriptionModel?: string;
  readonly turnDetection?: Partial<SessionWishes['turnDetection']>;
  /** The bot speaks first. Default: yes. */
  readonly greet?: boolean;
  /** The bot's name in the list of sessions. Default: the model's. */
  readonly name?: string;
}

export interface OpenAiBotDeps {
  readonly clock: Clock;
  readonly ids: Ids;
}

export const DEFAULT_MODEL = 'gpt-realtime-2.1';
const DEFAULT_INSTRUCTIONS =
  'You are a friendly voice assistant on a telephone call. Answer briefly, in the language of the caller.';
/** From the start of the call to `session.updated`; covers a slow handshake. */
const SETUP_TIMEOUT_MS = 15_000;
const WAITING_LIMIT_MS = 30_000;
/** How long a polite close may take before the socket is cut. */
const CLOSE_TIMEOUT_MS = 2000;

export function startOpenAiBot(settings: OpenAiBotSettings, deps: OpenAiBotDeps): StartBot {
  return call => new OpenAiBot(settings, deps, call);
}

class OpenAiBot implements Bot {
  readonly name: string;
  readonly #call: BotCall;
  readonly #clock: Clock;
  #state: BridgeState;
  #connection: OpenAIRealtimeWS | undefined;
  #closed: Promise<void> = Promise.resolve();
  #cancelSetupTimer: () => void = () => undefined;
  /** Audio of the frame at hand, for the effect that plays it. */
  #frameAudio: Uint8Array | undefined;

  constructor(settings: OpenAiBotSettings, { clock, ids }: OpenAiBotDeps, call: BotCall) {
    const model = settings.model ?? DEFAULT_MODEL;
    this.name = settings.name ?? model;
    this.#call = call;
    this.#clock = clock;
    this.#state = initialBridge({
      wishes: {
        ...DEFAULT_WISHES,
        instructions: settings.instructions ?? DEFAULT_INSTRUCTIONS,
        voice: settings.voice ?? DEFAULT_WISHES.voice,
        transcriptionModel: settings.transcriptionModel ?? DEFAULT_WISHES.transcriptionModel,
        language: call.language,
        turnDetection: { ...DEFAULT_WISHES.turnDetection, ...settings.turnDetection },
      },
      greet: settings.greet ?? true,
      eventPrefix: `console_${ids.uuid().slice(0, 8)}_`,
      waitingLimitMs: WAITING_LIMIT_MS,
    });
    this.#guard('starting', () => this.#start(settings, model));
  }

  hear(audio: Uint8Array, range: { track: string; offset: number; bytes: number }): void {
    this.#guard('hearing the caller', () => this.#step({ type: 'caller-audio', chunk: { audio, range } }));
  }

  pressed(digit: string): void {
    this.#guard('taking a digit', () => this.#step({ type: 'digit', digit }));
  }

  playbackStarted(): void {
    // What was heard is asked of the call when it matters.
  }

  playbackCompleted(): void {
    // As above.
  }

  async end(_why: string): Promise<void> {
    this.#guard('ending', () => this.#step({ type: 'call-ended' }));
    await this.#closed;
  }

  #start(settings: OpenAiBotSettings, model: string): void {
    const { recorder } = this.#call;
    if (settings.apiKey !== '') recorder.hideSecret('openai-key', settings.apiKey);
    recorder.declareTrack('bot', { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 });
    const endpoint = readEndpoint(settings.baseURL ?? OPENAI_BASE_URL);
    if (!endpoint.ok) this.#failLater(endpoint.error.message);
    else if (endpoint.value.kind === 'tls' && settings.apiKey === '') this.#failLater('No OpenAI API key is set.');
    else this.#connect(endpoint.value, settings.apiKey, model);
  }

  /** The caller of this constructor has no bot yet that it could hang up. */
  #failLater(why: string): void {
    this.#cancelSetupTimer = this.#clock.after(0, () =>
      this.#guard('refusing to connect', () => this.#step({ type: 'connect-failed', why })),
    );
  }

  #connect(endpoint: RealtimeEndpoint, apiKey: string, model: string): void {
    const { recorder } = this.#call;
    const where = new URL(endpoint.baseURL).host;
    const connection = openRealtime({
      endpoint,
      apiKey,
      model,
      onUpgradeRequest: request => this.#guard('recording the upgrade', () => logUpgrade(recorder, request)),
    });
    this.#connection = connection;
    const { socket } = connection;
    // The raw frame, not the package's event: the log keeps it as it was on the wire, also when it cannot be parsed.
    socket.on('message', data => this.#guard('taking a frame', () => this.#receive(data.toString())));
    socket.on('upgrade', response =>
      this.#guard('recording the handshake', () =>
        logConnection(recorder, { phase: 'open', direction: 'in', status: 101, headers: headersOf(response) }),
      ),
    );
    socket.on('unexpected-response', (_request, response) =>
      this.#guard('taking a refused handshake', () => {
        const why = refusalText(where, response);
        const status = response.statusCode ?? 0;
        logConnection(recorder, { phase: 'error', status, reason: why, headers: headersOf(response) });
        response.resume();
        this.#step({ type: 'connect-failed', why });
      }),
    );
    // Without this listener a failure would end the process. Server errors and bad frames come as frames above.
    connection.on('error', error =>
      this.#guard('taking a failure', () => {
        if (error.error || this.#state.phase === 'ended') return;
        if (socket.readyState === socket.OPEN) return;
        logConnection(recorder, { phase: 'error', reason: error.message });
        if (this.#state.phase === 'connecting') {
          this.#step({ type: 'connect-failed', why: `${where} could not be reached: ${error.message}` });
        }
      }),
    );
    this.#closed = new Promise(resolve => {
      socket.on('close', (code, reason) => {
        this.#guard('taking the close', () => {
          logConnection(recorder, { phase: 'close', code, reason: reason.toString() });
          this.#step({ type: 'closed', code, reason: reason.toString() });
        });
        resolve();
      });
    });
    this.#cancelSetupTimer = this.#clock.after(SETUP_TIMEOUT_MS, () =>
      this.#guard('waiting for the session', () => this.#step({ type: 'setup-timeout', afterMs: SETUP_TIMEOUT_MS })),
    );
  }

  #receive(text: string): void {
    const { recorder } = this.#call;
    const parsed = parseEvent(text);
    const audio = audioOf(parsed);
    // Stored before it is spoken of: events refer to what is there already.
    const range = audio && recorder.appendAudio('bot', audio.bytes);
    recorder.append({
      leg: 'bot',
      type: 'message',
      direction: 'in',
      text: audio && range ? withoutAudio(text, audio.base64, range) : text,
      bytes: Buffer.byteLength(text),
    });
    this.#frameAudio = audio?.bytes;
    this.#step({ type: 'received', parsed, ...(range && { audio: range }), playback: this.#playbackFor(parsed) });
    this.#frameAudio = undefined;
  }

  /** Asked only when somebody begins to speak: no other event needs it. */
  #playbackFor(parsed: ReturnType<typeof parseEvent>): Playback {
    const isOnset = parsed.kind === 'event' && parsed.type === 'input_audio_buffer.speech_started';
    if (!isOnset || this.#state.phase !== 'ready') return { playing: false, heardBytes: [] };
    const heardBytes = this.#state.ledger.map(row => heardOfRow(row, range => this.#call.heard(range).heardBytes));
    return { playing: this.#call.isPlaying(), heardBytes };
  }

  #step(input: BridgeInput): void {
    const { state, effects } = step(this.#state, input);
    this.#state = state;
    if (state.phase === 'ready' || state.phase === 'ended') this.#cancelSetupTimer();
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: BridgeEffect): void {
    const { recorder } = this.#call;
    switch (effect.type) {
      case 'send':
        this.#send(effect.event);
        break;
      case 'append': {
        const { eventId, chunk } = effect;
        const audio = encodeBase64(chunk.audio);
        this.#send({ type: 'input_audio_buffer.append', event_id: eventId, audio }, text =>
          withoutAudio(text, audio, chunk.range),
        );
        break;
      }
      case 'play':
        if (this.#frameAudio) this.#call.play(this.#frameAudio, effect.range);
        break;
      case 'interrupt':
        this.#call.interrupt();
        break;
      case 'note': {
        const { rule: code, level, text, data } = effect;
        recorder.append({ leg: 'bot', type: 'note', code, level, text, ...(data && { data }) });
        break;
      }
      case 'state':
        recorder.append({ leg: 'bot', type: 'state', from: effect.from, to: effect.to, why: effect.why });
        break;
      case 'hang-up':
        this.#call.hangUp({ reason: 'error', info: effect.info });
        break;
      case 'close-socket':
        this.#close();
        break;
      default:
        assertNever(effect, 'bridge effect');
    }
  }

  /** `logged` makes the text for the log, of an event that carries audio. */
  #send(event: RealtimeClientEvent, logged = (text: string) => text): void {
    const { recorder } = this.#call;
    const connection = this.#connection;
    // The package serializes alike.
    const sent = JSON.stringify(event);
    const text = logged(sent);
    if (!connection || connection.socket.readyState !== connection.socket.OPEN) {
      const why = 'The connection to the model is not open; this was not sent.';
      recorder.append({ leg: 'bot', type: 'note', code: 'RT-17', level: 'warning', text: why, data: { text } });
      return;
    }
    recorder.append({ leg: 'bot', type: 'message', direction: 'out', text, bytes: Buffer.byteLength(sent) });
    connection.send(event);
  }

  #close(): void {
    const socket = this.#connection?.socket;
    if (!socket || socket.readyState === socket.CLOSED) return;
    socket.close(1000, 'OK');
    const cancel = this.#clock.after(CLOSE_TIMEOUT_MS, () => socket.terminate());
    socket.once('close', cancel);
  }

  /** A listener that throws would wedge the socket without a word: a bug becomes a note and ends the call. */
  #guard(doing: string, action: () => void): void {
    try {
      action();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const text = `The bot failed while ${doing}: ${why}`;
      this.#call.recorder.append({ leg: 'bot', type: 'note', code: 'bot-bug', level: 'problem', text });
      this.#clock.after(0, () => this.#call.hangUp({ reason: 'error', info: 'The bot failed.' }));
      this.#close();
    }
  }
}
