/**
 * Plays one connection of a recorded bot leg: each frame of the server after what it followed in the recording, with
 * the delay that it had there. Audio of the caller counts by its length, not by its frames. What the recording waits for
 * and does not get is passed over after a while, and told.
 */
import type { AudioRange } from '../../../../shared/events/session-event.ts';
import { decodeBase64, encodeBase64 } from '../../../../shared/lib/base64.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import { parseEvent, textAt } from '../../../../shared/realtime/parse.ts';
import {
  type After,
  eventIdOfError,
  frameOnTheWire,
  type RecordedConnection,
} from '../../../../shared/realtime/recording/bot-recording.ts';
import {
  AT_THE_BEGINNING,
  type Followed,
  type Following,
  followClient,
  type Parting,
  passOver,
} from '../../../../shared/realtime/recording/follow-client.ts';

export interface PlayerDeps {
  readonly clock: Clock;
  /** A range of a track of the recording. */
  sound(range: AudioRange): Uint8Array;
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
  drop(): void;
  /** The client does something that the recording does not hold. */
  parted(parting: Parting): void;
  /** Everything that the server had sent was sent. */
  finished(): void;
}

/** A client event of the recording is waited for this much longer than it took there, ms. */
const PATIENCE_MS = 3000;
/** Close codes that are no frame: the connection broke off, or ended without one. */
const NO_FRAME = new Set([1005, 1006, 1015]);

export class RecordingPlayer {
  readonly #recorded: RecordedConnection;
  readonly #deps: PlayerDeps;
  #following: Following = AT_THE_BEGINNING;
  /** The next frame to be sent. */
  #frame = 0;
  #appendedBytes = 0;
  /** When caller audio reached which length. */
  #arrivals: { readonly bytes: number; readonly atMs: number }[] = [];
  /** When which client event of the recording came, or was passed over. */
  readonly #clientsMs: number[] = [];
  readonly #openedMs: number;
  /** When the last frame came or was sent. */
  #lastMs: number;
  #cancel: () => void = () => undefined;
  #isOver = false;
  #hasEnded = false;

  constructor(recorded: RecordedConnection, deps: PlayerDeps) {
    this.#recorded = recorded;
    this.#deps = deps;
    this.#openedMs = deps.clock.monotonicMs();
    this.#lastMs = this.#openedMs;
  }

  start(): void {
    this.#goOn();
  }

  /** One text frame of the client. */
  receive(text: string): void {
    if (this.#isOver) return;
    const parsed = parseEvent(text);
    if (parsed.kind === 'malformed') return;
    const nowMs = this.#deps.clock.monotonicMs();
    if (parsed.type === 'input_audio_buffer.append') {
      this.#appendedBytes += decodeBase64(textAt(parsed.event, 'audio'))?.length ?? 0;
      this.#arrivals.push({ bytes: this.#appendedBytes, atMs: nowMs });
    } else this.#take(followClient(this.#recorded.clients, this.#following, parsed.event));
    this.#lastMs = nowMs;
    this.#goOn();
  }

  receiveBinary(): void {
    if (!this.#isOver) this.#deps.parted({ type: 'extra', sent: 'a binary frame', afterN: undefined });
  }

  /** The connection is gone. */
  dispose(): void {
    this.#isOver = true;
    this.#cancel();
  }

  #take({ following, partings }: Followed): void {
    const nowMs = this.#deps.clock.monotonicMs();
    while (this.#clientsMs.length < following.at) this.#clientsMs.push(nowMs);
    this.#following = following;
    for (const parting of partings) this.#deps.parted(parting);
  }

  /** Sends what is due, and waits for what is not. */
  #goOn(): void {
    this.#cancel();
    while (!this.#isOver) {
      const { frames, end } = this.#recorded;
      const frame = frames[this.#frame];
      const next = frame ?? end;
      if (!next) {
        this.#finish();
        return;
      }
      const leftMs = this.#isOwed(next.after) ? this.#patienceMs() : this.#untilDueMs(next.after);
      if (leftMs > 0) {
        if (Number.isFinite(leftMs)) this.#cancel = this.#deps.clock.after(leftMs, () => this.#goOn());
        return;
      }
      if (this.#isOwed(next.after)) {
        this.#take(passOver(this.#recorded.clients, this.#following, next.after.clients));
      } else if (frame) this.#send(frame.text);
      else if (end) this.#end(end.code, end.reason);
    }
  }

  /** The client has not sent everything that came before this. */
  #isOwed({ clients }: After): boolean {
    return this.#following.at < clients;
  }

  /** How long the client's next event is still waited for. */
  #patienceMs(): number {
    const gapMs = this.#recorded.clients[this.#following.at]?.gapMs ?? 0;
    return this.#lastMs + gapMs + PATIENCE_MS - this.#deps.clock.monotonicMs();
  }

  /** Infinite while less caller audio has come than in the recording: that has no time of its own. */
  #untilDueMs({ clients, appendedBytes, delayMs }: After): number {
    let anchorMs = this.#clientsMs[clients - 1] ?? this.#openedMs;
    if (appendedBytes > 0) {
      const at = this.#arrivals.findIndex(({ bytes }) => bytes >= appendedBytes);
      const arrival = this.#arrivals[at];
      if (!arrival) return Number.POSITIVE_INFINITY;
      // Only what comes later matters from here on: a recording never goes back.
      this.#arrivals = this.#arrivals.slice(at);
      anchorMs = Math.max(anchorMs, arrival.atMs);
    }
    return anchorMs + delayMs - this.#deps.clock.monotonicMs();
  }

  #send(text: string): void {
    this.#frame += 1;
    this.#lastMs = this.#deps.clock.monotonicMs();
    const frame = frameOnTheWire(text, range => encodeBase64(this.#deps.sound(range)));
    if (typeof frame === 'number') this.#deps.send(new Uint8Array(frame));
    else this.#deps.send(this.#withNewEventId(frame));
  }

  /** An error names the client event that it is about: by the id that the client gives it now. */
  #withNewEventId(text: string): string {
    const now = this.#following.eventIds.get(eventIdOfError(text));
    return now === undefined ? text : text.replace(JSON.stringify(eventIdOfError(text)), () => JSON.stringify(now));
  }

  /** The connection ended as it did in the recording: by the server. */
  get hasEndedConnection(): boolean {
    return this.#hasEnded;
  }

  #end(code: number, reason: string): void {
    this.#hasEnded = true;
    this.#finish();
    if (NO_FRAME.has(code)) this.#deps.drop();
    else this.#deps.close(code, reason);
  }

  #finish(): void {
    this.#isOver = true;
    this.#deps.finished();
  }
}
