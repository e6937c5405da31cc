/**
 * A bot that is an OpenAI Realtime session. This is the shell: it moves frames and bytes, and does what the pure
 * bridge machine (src/shared/realtime) decides.
 */
import { PCMU_RATE_HZ } from '../../../../shared/audio/mulaw.ts';
import type { AudioRange } from '../../../../shared/events/session-event.ts';
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
  type TimerName,
} from '../../../../shared/realtime/bridge-state.ts';
import type { ParsedEvent, RealtimeClientEvent } from '../../../../shared/realtime/events.ts';
import { audioOf, parseEvent, withoutAudio } from '../../../../shared/realtime/parse.ts';
import { heardOfRow } from '../../../../shared/realtime/playback-ledger.ts';
import type { PriceTable } from '../../../../shared/realtime/usage.ts';
import type { Bot, BotCall, StartBot } from '../bot.ts';
import { bridgeSettings } from './bridge-settings.ts';
import { NamedTimers } from './named-timers.ts';
import { SHIPPED_PRICES } from './prices.ts';
import { RealtimeConnection } from './realtime-connection.ts';
import { accessFor, type RealtimeEndpoint } from './realtime-endpoint.ts';
import { ToolRunner } from './tool-runner.ts';
import { turnResponse } from './turn-response.ts';

export { DEFAULT_MODEL } from './bridge-settings.ts';

export interface OpenAiBotSettings {
  readonly apiKey: string;
  /** As the `openai` package takes it. ws or http on loopback only (the simulator); there the key is not sent. */
  readonly baseURL?: string;
  /** The bot's name in the list of sessions. Default: the model's. */
  readonly name?: string;
  /** Whatever address a profile names, this one is taken. */
  readonly keepsAddress?: boolean;
  /** Address and key are those of the environment, and what else it holds for them goes along. Default: yes. */
  readonly ofEnvironment?: boolean;
  /** Whom OpenAI charges; goes to `baseURL` only. */
  readonly organization?: string;
  readonly project?: string;
  /** Told when the call has ended. */
  readonly onEnded?: () => void;
}

export interface OpenAiBotDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Where the keys and secrets lie that a profile names. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the table that ships. */
  readonly prices?: PriceTable;
}

/** From the start of a connection to `session.updated`; covers a slow handshake. */
const SETUP_TIMEOUT_MS = 15_000;
const NOT_ASKED: Playback = { playing: false, extents: [] };
/** Events at which the machine asks what the caller has heard; asked at no other, for it costs a walk over the audio. */
const ASKED_AT = new Set(['input_audio_buffer.speech_started', 'response.done']);

export function startOpenAiBot(settings: OpenAiBotSettings, deps: OpenAiBotDeps): StartBot {
  return call => new OpenAiBot(settings, deps, call);
}

class OpenAiBot implements Bot {
  readonly name: string;
  readonly #call: BotCall;
  readonly #clock: Clock;
  readonly #tools: ToolRunner;
  readonly #timers: NamedTimers<TimerName | 'setup'>;
  readonly #closings: Promise<void>[] = [];
  /** The profile or the call names a language, whatever Genesys says. */
  readonly #ownLanguage: boolean;
  readonly #onEnded: () => void;
  #state: BridgeState;
  #connection: RealtimeConnection | undefined;
  #connect: () => void = () => undefined;
  /** Audio of the frame at hand, for the effect that plays it. */
  #frameAudio: Uint8Array | undefined;

  constructor(settings: OpenAiBotSettings, deps: OpenAiBotDeps, call: BotCall) {
    const { bridge, options, notes } = bridgeSettings(call, deps.ids, deps.prices ?? SHIPPED_PRICES);
    const env = deps.env ?? {};
    this.name = settings.name ?? bridge.model;
    this.#onEnded = settings.onEnded ?? (() => undefined);
    this.#call = call;
    this.#clock = deps.clock;
    this.#timers = new NamedTimers(deps.clock);
    this.#ownLanguage = options.language !== undefined;
    this.#tools = new ToolRunner({ call, clock: deps.clock, env });
    this.#state = initialBridge(bridge);
    this.#guard('starting', () => {
      for (const note of notes) this.#carryOut({ type: 'note', ...note });
      const { apiKey: ownKey, baseURL, keepsAddress = false, ofEnvironment, organization, project } = settings;
      const access = { apiKey: ownKey, baseURL, keepsAddress, ofEnvironment, organization, project };
      const found = accessFor(options, access, env);
      call.recorder.declareTrack('bot', { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 });
      if (ownKey !== '') call.recorder.hideSecret('openai-key', ownKey);
      if (!found.ok) {
        this.#failLater(found.error.message);
        return;
      }
      const { endpoint, apiKey } = found.value;
      if (apiKey !== '') call.recorder.hideSecret('openai-key', apiKey);
      this.#connect = () => this.#open(endpoint, apiKey, bridge.model);
      this.#connect();
    });
  }

  hear(audio: Uint8Array, range: AudioRange): void {
    this.#guard('hearing the caller', () => this.#step({ type: 'caller-audio', chunk: { audio, range } }));
  }

  languageChanged(language: string): void {
    if (this.#ownLanguage) return;
    this.#guard('changing the language', () => this.#step({ type: 'language-changed', language }));
  }

  pressed(digit: string): void {
    this.#guard('taking a digit', () => this.#step({ type: 'digit', digit, playback: this.#playback() }));
  }

  playbackStarted(): void {
    // What was heard is asked of the call when it matters.
  }

  playbackCompleted(): void {
    this.#guard('hearing that all was heard', () =>
      this.#step({ type: 'playback-completed', playback: this.#playback() }),
    );
  }

  async end(_why: string): Promise<void> {
    this.#tools.dispose();
    this.#guard('ending', () => this.#step({ type: 'call-ended', playback: this.#playback() }));
    await Promise.all(this.#closings);
    this.#onEnded();
  }

  /** The caller of this constructor has no bot yet that it could hang up. */
  #failLater(why: string): void {
    this.#startTimer('setup', 0, () => this.#step({ type: 'connect-failed', why }));
  }

  #open(endpoint: RealtimeEndpoint, apiKey: string, model: string): void {
    const ifCurrent = (input: BridgeInput): void => {
      if (connection === this.#connection) this.#step(input);
    };
    const connection = new RealtimeConnection({
      ...{ endpoint, apiKey, model, recorder: this.#call.recorder, clock: this.#clock },
      guard: (doing, action) => this.#guard(doing, action),
      onFrame: (text, isBinary) => this.#receive(text, isBinary, connection === this.#connection),
      onFailed: why => ifCurrent({ type: 'connect-failed', why }),
      onClosed: (code, reason) => ifCurrent({ type: 'closed', code, reason }),
    });
    this.#connection = connection;
    this.#closings.push(connection.closed);
    this.#startTimer('setup', SETUP_TIMEOUT_MS, () => this.#step({ type: 'setup-timeout', afterMs: SETUP_TIMEOUT_MS }));
  }

  /** `isCurrent`: not of a connection that was given up; such a frame is in the log, and means nothing any more. */
  #receive(text: string, isBinary: boolean, isCurrent: boolean): void {
    const { recorder } = this.#call;
    const bytes = Buffer.byteLength(text);
    const parsed: ParsedEvent = isBinary ? { kind: 'malformed', why: 'the frame is binary' } : parseEvent(text);
    const audio = audioOf(parsed);
    // Stored before it is spoken of: events refer to what is there already.
    const range = audio && recorder.appendAudio('bot', audio.bytes);
    const whole = isBinary ? `(a binary frame of ${bytes} bytes)` : text;
    const shown = audio && range ? withoutAudio(text, audio.base64, range) : whole;
    recorder.append({ leg: 'bot', type: 'message', direction: 'in', text: shown, bytes });
    if (!isCurrent) return;
    this.#frameAudio = audio?.bytes;
    this.#step({ type: 'received', parsed, ...(range && { audio: range }), playback: this.#playbackFor(parsed) });
    this.#frameAudio = undefined;
  }

  #playbackFor(parsed: ParsedEvent): Playback {
    return parsed.kind === 'event' && ASKED_AT.has(parsed.type) ? this.#playback() : NOT_ASKED;
  }

  #playback(): Playback {
    const { ledger } = this.#state;
    const extents = ledger.map(row => ({
      heardBytes: heardOfRow(row, range => this.#call.heard(range).heardBytes),
      sentBytes: row.ranges.reduce((sum, range) => sum + this.#call.heard(range).sentBytes, 0),
    }));
    return { playing: this.#call.isPlaying(), extents };
  }

  #step(input: BridgeInput): void {
    const { state, effects } = step(this.#state, input);
    this.#state = state;
    if (state.phase === 'ready' || state.phase === 'waiting') this.#timers.stop('setup');
    if (state.phase === 'ended') this.#timers.stopAll();
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
        const turn = this.#call.profile.realtime?.turnEvents ? turnResponse(code, data) : undefined;
        if (turn) this.#call.sendEvent(turn);
        break;
      }
      case 'state':
        recorder.append({ leg: 'bot', type: 'state', from: effect.from, to: effect.to, why: effect.why });
        break;
      case 'start-timer': {
        const { name, afterMs } = effect;
        this.#startTimer(name, afterMs, () => this.#step({ type: 'timer', name, playback: this.#playback() }));
        break;
      }
      case 'stop-timer':
        this.#timers.stop(effect.name);
        break;
      case 'run-tool':
        this.#runTool(effect);
        break;
      case 'connect':
        this.#connect();
        break;
      case 'hang-up': {
        const { reason, info, outputVariables } = effect;
        this.#call.hangUp({ reason, info, ...(outputVariables && { outputVariables: { ...outputVariables } }) });
        break;
      }
      case 'close-socket':
        this.#connection?.close();
        this.#connection = undefined;
        break;
      default:
        assertNever(effect, 'bridge effect');
    }
  }

  #runTool({ callId, tool, arguments: given }: Extract<BridgeEffect, { type: 'run-tool' }>): void {
    const data = { call_id: callId, tool: tool.name, by: tool.answer.by };
    const text = `The model calls ${tool.name}.`;
    this.#carryOut({ type: 'note', rule: 'tool-call', level: 'info', text, data: { ...data, arguments: given } });
    const startedMs = this.#clock.monotonicMs();
    void this.#tools.run(callId, tool, given).then(({ output, failure }) =>
      this.#guard('answering a function', () => {
        if (this.#state.phase === 'ended') return;
        const tookMs = Math.round(this.#clock.monotonicMs() - startedMs);
        const answered = `${tool.name} was answered after ${tookMs} ms.`;
        const words = failure === undefined ? answered : `${tool.name} could not be answered: ${failure}.`;
        const level = failure === undefined ? 'info' : 'warning';
        const rule = failure === undefined ? 'tool-answer' : 'RT-30';
        this.#carryOut({ type: 'note', rule, level, text: words, data: { ...data, tookMs } });
        this.#step({ type: 'tool-result', callId, output });
      }),
    );
  }

  /** `logged` makes the text for the log, of an event that carries audio. */
  #send(event: RealtimeClientEvent, logged = (text: string) => text): void {
    const { recorder } = this.#call;
    // The package serializes alike.
    const sent = JSON.stringify(event);
    const text = logged(sent);
    // Appended first: an answer must not come before what it answers.
    const bytes = Buffer.byteLength(sent);
    if (this.#connection?.isOpen) {
      recorder.append({ leg: 'bot', type: 'message', direction: 'out', text, bytes });
      this.#connection.send(event);
      return;
    }
    const why = 'The connection to the model is not open; this was not sent.';
    recorder.append({ leg: 'bot', type: 'note', code: 'RT-17', level: 'warning', text: why, data: { text } });
  }

  #startTimer(name: TimerName | 'setup', afterMs: number, action: () => void): void {
    this.#timers.start(name, afterMs, () => this.#guard(`waiting (${name})`, action));
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
      // What the machine would still want done is what failed.
      this.#state = step(this.#state, { type: 'call-ended', playback: NOT_ASKED }).state;
      this.#timers.stopAll();
      this.#connection?.close();
    }
  }
}
