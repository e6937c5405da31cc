/**
 * One accepted AudioHook connection: the shell around the pure server machine. It appends what comes, takes the step,
 * carries the effects out, numbers what it writes at the moment of writing, and joins the call to a bot.
 */
import type { WebSocket } from 'ws';
import { CLIENT_GONE_MS, FAREWELL_CAP_MS, MAX_MESSAGE_BYTES } from '../../../shared/audiohook/limits.ts';
import type { OpenParameters, ServerBody } from '../../../shared/audiohook/messages.ts';
import { parseClientMessage } from '../../../shared/audiohook/parse.ts';
import {
  type Disconnect,
  type ServerEffect,
  type ServerInput,
  type ServerState,
  startServer,
  stepServer,
  type Upgrade,
} from '../../../shared/audiohook/server-machine.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Bot, BotCall, StartBot } from '../bots/bot.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { BotVoice } from './bot-voice.ts';

export type ServerSessionOptions = {
  socket: WebSocket;
  upgrade: Upgrade;
  connectorId: string;
  recorder: SessionRecorder;
  startBot: StartBot;
  clock: Clock;
};

const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;

export class ServerSession {
  /** Resolves when the connection is closed and the session is on disk. */
  readonly done: Promise<void>;
  readonly #options: ServerSessionOptions;
  readonly #voice: BotVoice;
  #state: ServerState;
  #sentSeq = 0;
  #bot: Bot | undefined;
  #botEnded: Promise<void> = Promise.resolve();
  #outcome: string | undefined;
  #cancelGone: () => void = () => undefined;
  #lastAudio: { audio: Uint8Array; range: { track: string; offset: number; bytes: number } } | undefined;
  #finish: () => void = () => undefined;

  constructor(options: ServerSessionOptions) {
    this.#options = options;
    this.#state = startServer(options.upgrade);
    const { socket, recorder, clock } = options;
    recorder.declareTrack('caller', PCMU);
    recorder.declareTrack('bot', PCMU);
    this.#voice = new BotVoice({
      clock,
      nowMs: () => recorder.nowMs(),
      send: (audio, range) => {
        recorder.append({ leg: 'genesys', type: 'audio', direction: 'out', ...range });
        socket.send(audio);
      },
    });
    this.done = new Promise(resolve => {
      this.#finish = resolve;
    });
    socket.on('message', (data: Buffer, isBinary) => (isBinary ? this.#onBinary(data) : this.#onText(data)));
    socket.on('error', error =>
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'error', reason: error.message }),
    );
    socket.on('close', (code, reason) => void this.#onClose(code, reason.toString('utf8')));
  }

  /** Ends the call from the server's side: `disconnect`, then the client closes. */
  disconnect(parameters: Disconnect): void {
    this.#take({ type: 'disconnect', parameters });
  }

  /** Cuts the connection, where the client did not close in time. */
  terminate(): void {
    this.#options.socket.terminate();
  }

  #onText(data: Buffer): void {
    const text = data.toString('utf8');
    this.#options.recorder.append({ leg: 'genesys', type: 'message', direction: 'in', text, bytes: data.length });
    const parsed = parseClientMessage(text, data.length);
    switch (parsed.kind) {
      case 'message':
        this.#take({ type: 'message', message: parsed.message, sentSeq: this.#sentSeq });
        break;
      case 'unknown':
        this.#take({ type: 'unknown-message', messageType: parsed.type, seq: parsed.envelope.seq });
        break;
      case 'breach':
        this.#take({ type: 'breach', breach: parsed.breach });
        break;
      default:
        assertNever(parsed, 'parse result');
    }
  }

  #onBinary(data: Buffer): void {
    const { recorder } = this.#options;
    const range = recorder.appendAudio('caller', data);
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...range });
    if (data.length > MAX_MESSAGE_BYTES) {
      this.#take({ type: 'breach', breach: { rule: 'AH-09', detail: `binary message of ${data.length} bytes` } });
      return;
    }
    this.#lastAudio = { audio: data, range };
    this.#take({ type: 'audio', bytes: data.length });
  }

  #take(input: ServerInput): void {
    const before = this.#state.phase;
    const { state, effects } = stepServer(this.#state, input);
    this.#state = state;
    if (state.phase !== before) {
      const why = input.type === 'message' ? `${input.message.type} received` : input.type;
      this.#options.recorder.append({ leg: 'genesys', type: 'state', from: before, to: state.phase, why });
    }
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: ServerEffect): void {
    switch (effect.type) {
      case 'send':
        this.#write(effect.body);
        break;
      case 'report':
        this.#options.recorder.append({
          leg: 'console',
          type: 'note',
          code: effect.rule,
          level: effect.level,
          text: effect.detail,
        });
        break;
      case 'opened':
        this.#onOpened(effect.open, effect.media !== undefined, effect.probe);
        break;
      case 'hear':
        if (this.#lastAudio) this.#bot?.hear(this.#lastAudio.audio, this.#lastAudio.range);
        break;
      case 'digit':
        this.#bot?.pressed(effect.digit);
        break;
      case 'playback':
        this.#voice.playback(effect.what);
        if (effect.what === 'started') this.#bot?.playbackStarted();
        else this.#bot?.playbackCompleted();
        break;
      case 'hold':
        this.#voice.hold(effect.held);
        break;
      case 'ended':
        this.#outcome ??= effect.why;
        this.#endBot(effect.why);
        break;
      default:
        assertNever(effect, 'effect of the AudioHook server');
    }
  }

  #write(body: ServerBody): void {
    const { socket, upgrade, recorder, clock } = this.#options;
    this.#sentSeq += 1;
    const message = {
      version: '2',
      type: body.type,
      id: upgrade.sessionId,
      seq: this.#sentSeq,
      clientseq: this.#state.clientSeq,
      parameters: body.parameters,
    };
    const text = JSON.stringify(message);
    recorder.append({ leg: 'genesys', type: 'message', direction: 'out', text, bytes: Buffer.byteLength(text) });
    socket.send(text);
    if (body.type === 'closed') this.#cancelGone = clock.after(CLIENT_GONE_MS, () => socket.close(1000));
  }

  #onOpened(open: OpenParameters, hasMedia: boolean, probe: boolean): void {
    const { recorder, startBot } = this.#options;
    recorder.update({ caller: open.participant.ani, ...(probe ? { kind: 'probe' as const } : {}) });
    if (probe) {
      const text = 'Connection probe (null conversation and participant): answered without media, no bot was started.';
      recorder.append({ leg: 'console', type: 'note', code: 'probe', level: 'info', text });
      return;
    }
    if (!hasMedia) {
      const text = 'Genesys Cloud offered no media: the session stays open without audio, and no bot was started.';
      recorder.append({ leg: 'console', type: 'note', code: 'no-media', level: 'warning', text });
      return;
    }
    this.#bot = startBot(this.#callFor(open));
    recorder.update({ bot: this.#bot.name });
  }

  #callFor(open: OpenParameters): BotCall {
    const { recorder, connectorId } = this.#options;
    return {
      connectorId,
      profile: { match: '*' },
      conversationId: open.conversationId,
      language: open.language ?? '',
      participant: open.participant,
      inputVariables: open.inputVariables ?? {},
      recorder,
      play: (audio, range) => this.#voice.play(audio, range),
      interrupt: () => {
        const { droppedMs, mustFlush } = this.#voice.interrupt();
        if (this.#state.phase !== 'open') return;
        if (mustFlush) this.#write({ type: 'event', parameters: { entities: [{ type: 'barge_in', data: {} }] } });
        const text = `The caller interrupts: ${Math.round(droppedMs)} ms of bot audio were not sent any more.`;
        recorder.append({ leg: 'console', type: 'note', code: 'barge-in', level: 'info', text, data: { droppedMs } });
      },
      heard: range => this.#voice.heard(range),
      isPlaying: () => this.#voice.isPlaying,
      hangUp: end => {
        // A farewell is heard before the call ends; Genesys cuts what it still holds when it reads disconnect.
        this.#voice.whenHeard(() => this.disconnect(end), FAREWELL_CAP_MS);
      },
    };
  }

  #endBot(why: string): void {
    this.#voice.end();
    const bot = this.#bot;
    this.#bot = undefined;
    if (bot) this.#botEnded = bot.end(why);
  }

  async #onClose(code: number, reason: string): Promise<void> {
    const { recorder } = this.#options;
    this.#cancelGone();
    recorder.append({ leg: 'genesys', type: 'connection', phase: 'close', direction: 'in', code, reason });
    if (this.#state.phase !== 'closed') {
      const text = `The connection ended in state ${this.#state.phase}, without close and closed (code ${code}).`;
      recorder.append({ leg: 'console', type: 'note', code: 'AH-16', level: 'problem', text });
      this.#outcome ??= `connection lost (code ${code})`;
    }
    this.#endBot('the connection ended');
    await this.#botEnded;
    await recorder.close(this.#outcome ?? 'ended');
    this.#finish();
  }
}
