/** One call of the good server, with a bot that greets, answers when the caller has finished, and stops when it speaks. */
import type { WebSocket } from 'ws';
import type { CheckProfile } from '../../../../shared/checks/check-report.ts';
import { levelDbfs } from '../../../../shared/checks/sound-statistics.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import { prompts } from '../../realtime-simulator/prompts.ts';

export type Message = {
  version: string;
  type: string;
  id: string;
  seq: number;
  serverseq: number;
  parameters: Record<string, unknown>;
} & Record<string, unknown>;

export type Phase = 'connected' | 'open' | 'ending' | 'closed';

const NOBODY = '00000000-0000-0000-0000-000000000000';
const FRAME_BYTES = 1600;
/** Above it a frame of 200 ms holds speech. */
const LOUD_DBFS = -40;
/** Frames of quiet that end a turn. */
const QUIET_FRAMES = 4;

export class GoodSession {
  readonly socket: WebSocket;
  readonly id: string;
  readonly clock: Clock;
  readonly profile: CheckProfile;
  phase: Phase = 'connected';
  paused = false;
  playing = false;
  speaks = false;
  probe = false;
  seq = 0;
  clientSeq = 0;
  queue: Buffer[] = [];
  /** What is said: PCMU. */
  voice = {
    greeting: prompts.greeting.audio,
    answer: prompts.greeting.audio.subarray(0, 16 * FRAME_BYTES),
    farewell: prompts['you-said'].audio,
  };
  /** What comes to a voice on its way out. */
  encode: (audio: Uint8Array) => Uint8Array = audio => audio;
  frameBytes = FRAME_BYTES;
  frameEveryMs = 200;
  afterFarewell: (() => void) | undefined;
  quietFrames = 0;
  callerSpeaks = false;
  readonly #stops: (() => void)[] = [];
  #pumping: (() => void) | undefined;

  constructor(socket: WebSocket, id: string, clock: Clock, profile: CheckProfile) {
    this.socket = socket;
    this.id = id;
    this.clock = clock;
    this.profile = profile;
  }

  start(): void {
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.onAudio(data);
      else this.onText(data.toString('utf8'));
    });
    this.socket.on('error', () => this.socket.terminate());
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#pumping?.();
  }

  after(delayMs: number, action: () => void): void {
    this.#stops.push(this.clock.after(delayMs, action));
  }

  onText(text: string): void {
    let message: Message | undefined;
    try {
      message = JSON.parse(text) as Message;
    } catch {
      this.violation('not JSON');
    }
    if (text.length > 64_000) this.violation('too large');
    else if (message) this.onMessage(message);
  }

  onMessage(message: Message): void {
    if (this.phase !== 'ending' && message.id !== this.id) this.violation('id');
    else if (this.phase !== 'ending' && message.seq !== this.clientSeq + 1) this.violation('seq');
    else {
      this.clientSeq = Math.max(this.clientSeq, message.seq);
      this.dispatch(message);
    }
  }

  dispatch({ type, parameters }: Message): void {
    if (type === 'close') this.onClose(parameters);
    else if (type === 'ping') this.onPing();
    else if (type === 'open' && this.phase === 'connected') this.onOpen(parameters);
    else if (type === 'open') this.violation('second open');
    else if (this.phase === 'open') this.onEvent(type, parameters);
  }

  onEvent(type: string, parameters: Record<string, unknown>): void {
    if (type === 'dtmf') this.onDigit(String(parameters.digit));
    if (type === 'update') this.send('updated');
    if (type === 'paused') this.paused = true;
    if (type === 'resumed') this.paused = false;
    if (type === 'playback_started') this.playing = true;
    if (type === 'playback_completed') this.onHeard();
  }

  onOpen(parameters: Record<string, unknown>): void {
    this.phase = 'open';
    const { media, conversationId, supportedLanguages } = parameters as {
      media: { channels: string[] }[];
      conversationId: string;
      supportedLanguages?: boolean;
    };
    this.probe = conversationId === NOBODY;
    const selected = this.probe ? [] : this.select(media);
    const languages = supportedLanguages ? { supportedLanguages: ['en-us', 'de-de'] } : {};
    this.send('opened', { media: selected, ...languages });
    this.speaks = this.profile === 'audio-connector' && media[0]?.channels.join() === 'external' && !this.probe;
    if (this.speaks) this.after(300, () => this.greet());
  }

  greet(): void {
    if (this.phase === 'open') this.speak(this.voice.greeting);
  }

  select(media: readonly object[]): readonly object[] {
    return media.slice(0, 1);
  }

  onPing(): void {
    this.send('pong');
  }

  onClose(_parameters: Record<string, unknown>): void {
    this.queue = [];
    this.phase = 'closed';
    this.send('closed');
  }

  onDigit(digit: string): void {
    if (this.isHeard()) this.bargeIn();
    if (digit === '#' && this.speaks) this.sayFarewell();
  }

  sayFarewell(): void {
    this.speak(this.voice.farewell);
    this.afterFarewell = () => this.hangUp({ reason: 'completed', outputVariables: { lastDigit: '#' } });
  }

  hangUp(parameters: Record<string, unknown>): void {
    if (this.phase !== 'open' && this.phase !== 'connected') return;
    this.phase = 'ending';
    this.queue = [];
    this.send('disconnect', parameters);
  }

  onHeard(): void {
    this.playing = false;
    if (this.queue.length > 0) return;
    this.afterFarewell?.();
    this.afterFarewell = undefined;
  }

  isHeard(): boolean {
    return this.playing || this.queue.length > 0;
  }

  onAudio(audio: Buffer): void {
    if (audio.length > 64_000) this.violation('audio too large');
    else if (this.phase === 'connected') this.violation('audio before open');
    else if (this.phase === 'open' && this.speaks) this.listen(audio);
  }

  listen(audio: Buffer): void {
    if (levelDbfs(audio) > LOUD_DBFS) {
      if (!this.callerSpeaks) this.onSpeech();
      this.callerSpeaks = true;
      this.quietFrames = 0;
      return;
    }
    this.quietFrames += 1;
    if (!this.callerSpeaks || this.quietFrames < QUIET_FRAMES) return;
    this.callerSpeaks = false;
    this.answer();
  }

  onSpeech(): void {
    if (this.isHeard()) this.bargeIn();
  }

  answer(): void {
    this.speak(this.voice.answer);
  }

  bargeIn(): void {
    this.queue = [];
    this.playing = false;
    this.send('event', { entities: [{ type: 'barge_in', data: {} }] });
  }

  speak(audio: Uint8Array): void {
    const bytes = Buffer.from(this.encode(audio));
    for (let at = 0; at < bytes.length; at += this.frameBytes) {
      this.queue.push(bytes.subarray(at, at + this.frameBytes));
    }
    this.#pumping ??= this.clock.every(this.frameEveryMs, () => this.pump());
    this.pump();
  }

  pump(): void {
    if (this.paused) return;
    const frame = this.queue.shift();
    if (frame) this.sendAudio(frame);
  }

  violation(what: string): void {
    this.hangUp({ reason: 'error', info: `Client Error: ${what}` });
  }

  send(type: string, parameters: object = {}): void {
    this.seq += 1;
    this.write(this.envelope(type, parameters));
  }

  envelope(type: string, parameters: object): Record<string, unknown> {
    return { version: '2', type, id: this.id, seq: this.seq, clientseq: this.clientSeq, parameters };
  }

  write(message: Record<string, unknown>): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  sendAudio(audio: Buffer): void {
    this.socket.send(audio);
  }
}
