/**
 * One accepted AudioHook connection: the shell around the pure server machine. It appends what comes, takes the step,
 * carries the effects out, and joins the call to a bot.
 */
import { WebSocket } from 'ws';
import { MAX_MESSAGE_BYTES } from '../../../shared/audiohook/limits.ts';
import type { Media } from '../../../shared/audiohook/media.ts';
import { wireFrame } from '../../../shared/audiohook/media-stream.ts';
import type { OpenParameters } from '../../../shared/audiohook/messages.ts';
import { parseClientMessage } from '../../../shared/audiohook/parse.ts';
import type { RuleId } from '../../../shared/audiohook/rules.ts';
import type { SendingRate } from '../../../shared/audiohook/sending-budget.ts';
import {
  type Disconnect,
  type ServerEffect,
  type ServerInput,
  type ServerState,
  startServer,
  stepServer,
  type Upgrade,
} from '../../../shared/audiohook/server-machine.ts';
import type { NoteLevel } from '../../../shared/events/session-event.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { ConnectorProfile } from '../../../shared/settings/connector-profile.ts';
import type { Bot, BotCall, StartBot } from '../bots/bot.ts';
import type { HumanAnswers } from '../bots/human-answers.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { botCallFor } from './bot-call.ts';
import { BotVoice } from './bot-voice.ts';
import { CallerTracks, type HeardAudio } from './caller-tracks.ts';
import { ClientLife } from './client-life.ts';
import { GapSilence } from './gap-silence.ts';
import { MessageWriter } from './message-writer.ts';

export type ServerSessionOptions = {
  socket: WebSocket;
  upgrade: Upgrade;
  connectorId: string;
  profile: ConnectorProfile;
  rate: SendingRate;
  recorder: SessionRecorder;
  startBot: StartBot;
  humans: HumanAnswers | undefined;
  clock: Clock;
  /** The console's own session of an AudioHook session id that this one continues. */
  findSession(audiohookId: string): string | undefined;
};

/** How long the close handshake of the WebSocket itself may take. */
const CLOSE_FRAME_MS = 2_000;
const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;

export class ServerSession {
  /** Resolves when the connection is closed and the session is on disk. */
  readonly done: Promise<void>;
  readonly #options: ServerSessionOptions;
  readonly #voice: BotVoice;
  readonly #tracks: CallerTracks;
  readonly #gaps: GapSilence;
  readonly #writer: MessageWriter;
  readonly #life: ClientLife;
  #state: ServerState;
  #media: Media | undefined;
  #bot: Bot | undefined;
  #botEnded: Promise<void> = Promise.resolve();
  #outcome: string | undefined;
  #cancelClose: () => void = () => undefined;
  #heard: HeardAudio | undefined;
  #over = false;
  #saidSilent = false;
  #finish: () => void = () => undefined;

  constructor(options: ServerSessionOptions) {
    this.#options = options;
    this.#state = startServer(options.upgrade);
    const { socket, recorder, clock, rate, upgrade } = options;
    this.#tracks = new CallerTracks(recorder);
    this.#gaps = new GapSilence(this.#tracks, () => {
      const bot = this.#bot;
      return bot && (({ audio, range }) => bot.hear(audio, range));
    });
    recorder.declareTrack('bot', PCMU);
    this.#voice = new BotVoice({
      clock,
      rate,
      nowMs: () => recorder.nowMs(),
      send: (audio, range) => {
        recorder.append({ leg: 'genesys', type: 'audio', direction: 'out', ...range });
        this.#transmit(this.#media ? wireFrame(this.#media, audio) : audio);
      },
    });
    this.#writer = new MessageWriter({
      sessionId: upgrade.sessionId,
      clock,
      rate,
      clientSeq: () => this.#state.clientSeq,
      write: text => {
        recorder.append({ leg: 'genesys', type: 'message', direction: 'out', text, bytes: Buffer.byteLength(text) });
        this.#transmit(text);
      },
    });
    this.#life = new ClientLife(clock, (phase, afterMs) => this.#onSilence(phase, afterMs));
    this.done = new Promise(resolve => {
      this.#finish = resolve;
    });
    socket.on('message', (data: Buffer, isBinary) => {
      try {
        if (isBinary) this.#onBinary(data);
        else this.#onText(data);
      } catch (error) {
        // A bug of ours (or of a bot that could not start) ends this call, not the process with all others.
        this.#onBug(error);
      }
      this.#life.sign(this.#state.phase);
    });
    this.#life.sign(this.#state.phase);
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

  #onBug(error: unknown): void {
    const { recorder } = this.#options;
    const text = `The console has a bug and ends this call: ${error instanceof Error ? error.message : String(error)}.`;
    const stack = error instanceof Error ? error.stack : undefined;
    recorder.append({ leg: 'console', type: 'note', code: 'bug', level: 'problem', text, data: { stack } });
    this.disconnect({ reason: 'error', info: 'Internal error of the server.' });
  }

  #onSilence(phase: ServerState['phase'], afterMs: number): void {
    const { clock, recorder, socket } = this.#options;
    if (phase === 'closed') {
      socket.close(1000);
      this.#cancelClose = clock.after(CLOSE_FRAME_MS, () => socket.terminate());
      return;
    }
    const text = `Nothing came from the client for ${afterMs / 1000} s in state ${phase}: it counts as gone.`;
    recorder.append({ leg: 'console', type: 'note', code: 'AH-16', level: 'problem', text });
    this.#outcome ??= `connection lost: the client fell silent in state ${phase}`;
    socket.terminate();
  }

  /** What is written while the connection breaks is recorded, and lost on the wire: its end is told by `close`. */
  #transmit(data: string | Uint8Array): void {
    const { socket } = this.#options;
    if (socket.readyState === WebSocket.OPEN) socket.send(data);
  }

  #onText(data: Buffer): void {
    const text = data.toString('utf8');
    this.#options.recorder.append({ leg: 'genesys', type: 'message', direction: 'in', text, bytes: data.length });
    const parsed = parseClientMessage(text, data.length);
    switch (parsed.kind) {
      case 'message':
        this.#take({ type: 'message', message: parsed.message, sentSeq: this.#writer.sentSeq });
        break;
      case 'unknown':
        this.#take({
          type: 'unknown-message',
          messageType: parsed.type,
          envelope: parsed.envelope,
          sentSeq: this.#writer.sentSeq,
        });
        break;
      case 'breach':
        this.#take({ type: 'breach', breach: parsed.breach });
        break;
      default:
        assertNever(parsed, 'parse result');
    }
  }

  #onBinary(data: Buffer): void {
    this.#heard = this.#tracks.receive(data, this.#media);
    if (data.length > MAX_MESSAGE_BYTES) {
      this.#take({ type: 'breach', breach: { rule: 'AH-09', detail: `binary message of ${data.length} bytes` } });
    } else this.#take({ type: 'audio', bytes: data.length });
  }

  #take(input: ServerInput): void {
    if (this.#over) return;
    const before = this.#state.phase;
    const { state, effects } = stepServer(this.#state, input);
    this.#state = state;
    if (state.phase !== before) {
      const why = input.type === 'message' ? `${input.message.type} received` : input.type;
      this.#options.recorder.append({ leg: 'genesys', type: 'state', from: before, to: state.phase, why });
    }
    for (const effect of effects) this.#carryOut(effect);
    if (state.phase !== before) this.#life.sign(state.phase);
  }

  #carryOut(effect: ServerEffect): void {
    switch (effect.type) {
      case 'send':
        this.#writer.send(effect.body);
        break;
      case 'report':
        this.#note(effect.rule, effect.level, effect.detail);
        break;
      case 'opened':
        this.#onOpened(effect.open, effect.media, effect.probe);
        break;
      case 'hear':
        if (this.#heard) this.#bot?.hear(this.#heard.audio, this.#heard.range);
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
        if (effect.held) this.#gaps.paused();
        break;
      case 'skip':
        this.#tracks.skip(effect.ms);
        this.#gaps.skipped(effect.ms);
        break;
      case 'language':
        this.#bot?.languageChanged?.(effect.language);
        break;
      case 'ended':
        this.#outcome ??= effect.why;
        this.#endBot(effect.why);
        break;
      default:
        assertNever(effect, 'effect of the AudioHook server');
    }
  }

  #onOpened(open: OpenParameters, media: Media | undefined, probe: boolean): void {
    const { recorder, startBot, upgrade } = this.#options;
    this.#media = media;
    recorder.update({ caller: open.participant.ani, ...(probe ? { kind: 'probe' as const } : {}) });
    for (const { id } of open.continuedSessions ?? []) {
      const earlier = this.#options.findSession(id);
      const text = earlier
        ? `This session continues session ${earlier}.`
        : 'This session continues one that the console has not seen.';
      recorder.append({ leg: 'console', type: 'note', code: 'continued', level: 'info', text, data: { id, earlier } });
      if (earlier) recorder.update({ continues: earlier });
    }
    if (probe) {
      this.#note(
        'probe',
        'info',
        'Connection probe (null conversation and participant): answered without media, no bot was started.',
      );
      return;
    }
    if (!media) {
      this.#note(
        'no-media',
        'warning',
        'Genesys Cloud offered no media: the session stays open without audio, and no bot was started.',
      );
      return;
    }
    this.#bot = startBot(this.#callFor(open));
    recorder.update({ bot: this.#bot.name });
    if (upgrade.opening?.startPaused) this.#writer.send({ type: 'resume', parameters: {} });
  }

  #callFor(open: OpenParameters): BotCall {
    return botCallFor(open, {
      ...this.#options,
      voice: this.#voice,
      takesAudio: () => this.#takesAudio(),
      isOpen: () => this.#state.phase === 'open',
      sendEvent: entity => this.#sendEvent(entity),
      position: () => this.#tracks.samples,
      disconnect: parameters => this.disconnect(parameters),
    });
  }

  /** A client that only listens in gets none of what the bot says: it would end the session over it. Said once. */
  #takesAudio(): boolean {
    const takes = this.#media?.channels.length === 1 && this.#media.channels[0] === 'external';
    if (!takes && !this.#saidSilent) {
      this.#saidSilent = true;
      const text = 'The selected media is that of a monitor: what the bot says is not sent. Use the bot "listen" here.';
      this.#note('AH-30', 'warning', text);
    }
    return takes;
  }

  /** One entity an event: the reference client looks at the first alone. */
  #sendEvent(entity: { type: string; data: unknown }): void {
    if (this.#state.phase === 'open') this.#writer.send({ type: 'event', parameters: { entities: [entity] } });
  }

  #note(code: RuleId | 'probe' | 'no-media', level: NoteLevel, text: string): void {
    this.#options.recorder.append({ leg: 'console', type: 'note', code, level, text });
  }

  #endBot(why: string): void {
    this.#voice.end();
    const bot = this.#bot;
    this.#bot = undefined;
    if (bot) this.#botEnded = bot.end(why);
  }

  async #onClose(code: number, reason: string): Promise<void> {
    const { recorder } = this.#options;
    this.#life.end();
    this.#cancelClose();
    this.#writer.end();
    recorder.append({ leg: 'genesys', type: 'connection', phase: 'close', direction: 'in', code, reason });
    if (this.#state.phase !== 'closed') {
      this.#note(
        'AH-16',
        'problem',
        `The connection ended in state ${this.#state.phase}, without close and closed (code ${code}).`,
      );
      this.#outcome ??= `connection lost (code ${code})`;
    }
    this.#take({ type: 'gone' });
    this.#over = true;
    this.#endBot('the connection ended');
    await this.#botEnded;
    await recorder.close(this.#outcome ?? 'ended');
    this.#finish();
  }
}
