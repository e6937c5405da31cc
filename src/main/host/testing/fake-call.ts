/**
 * A call with nobody on it, for tests of bots: records in memory, and hears what it is told to have heard.
 * Waiting is for something to happen, never for time to pass.
 */
import type { AudioRange, NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { parseEvent } from '../../../shared/realtime/parse.ts';
import type { BotCall } from '../bots/bot.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';

export interface HangUp {
  readonly reason: 'completed' | 'error';
  readonly info: string;
  readonly outputVariables?: Record<string, string>;
}

export class FakeCall {
  readonly events: SessionEvent[] = [];
  readonly played: { audio: Uint8Array; range: AudioRange }[] = [];
  readonly hangUps: HangUp[] = [];
  readonly entities: { type: string; data: unknown }[] = [];
  interrupts = 0;
  /** How much of track `bot` the caller has heard so far, in bytes from its beginning. */
  heardBytes = 0;
  /** Set when the caller hears nothing any more. */
  playing = false;
  /** Its methods may be replaced, to see what a bot makes of a failing call. */
  readonly call: { -readonly [Key in keyof BotCall]: BotCall[Key] };
  readonly #tracks = new Map<string, Uint8Array>();
  readonly #secrets = new Map<string, string>();
  readonly #changed = new Emitter<void>();

  constructor(facts: Partial<Pick<BotCall, 'language'>> = {}) {
    this.call = {
      connectorId: 'demo',
      profile: { match: '*' },
      conversationId: '00000000-0000-4000-8000-000000000000',
      language: facts.language ?? 'en-us',
      participant: { ani: '', aniName: '', dnis: '' },
      inputVariables: {},
      recorder: this.#recorder(),
      play: (audio, range) => {
        this.played.push({ audio, range });
        this.playing = true;
        this.#changed.emit();
      },
      interrupt: () => {
        this.interrupts += 1;
        this.playing = false;
        this.#changed.emit();
      },
      heard: range => {
        const heardBytes = Math.min(range.bytes, Math.max(0, this.heardBytes - range.offset));
        return { heardBytes, sentBytes: range.bytes };
      },
      isPlaying: () => this.playing,
      sendEvent: entity => void this.entities.push(entity),
      position: () => 0,
      hangUp: end => {
        this.hangUps.push(end);
        this.#changed.emit();
      },
    };
  }

  /** Resolves as soon as `holds` is true; the test's own time-out ends a vain wait. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise(resolve => {
      const stop = this.#changed.on(() => {
        if (!holds()) return;
        stop();
        resolve();
      });
    });
  }

  /** Stores caller audio as the server does before a bot hears it. */
  speak(audio: Uint8Array): AudioRange {
    return this.call.recorder.appendAudio('caller', audio);
  }

  track(name: string): Uint8Array {
    return this.#tracks.get(name) ?? new Uint8Array(0);
  }

  /** Messages of one direction and type, parsed. */
  messages(direction: 'in' | 'out', type: string): Record<string, unknown>[] {
    const found: Record<string, unknown>[] = [];
    for (const event of this.events) {
      if (event.type !== 'message' || event.direction !== direction) continue;
      const parsed = parseEvent(event.text);
      if (parsed.kind === 'event' && parsed.type === type) found.push(parsed.event);
    }
    return found;
  }

  notes(): { code: string; level: string; text: string }[] {
    return this.events.filter(event => event.type === 'note').map(({ code, level, text }) => ({ code, level, text }));
  }

  #recorder(): SessionRecorder {
    return {
      id: 'fake',
      nowMs: () => this.events.length,
      append: event => this.#append(event),
      declareTrack: track => {
        if (!this.#tracks.has(track)) this.#tracks.set(track, new Uint8Array(0));
      },
      appendAudio: (track, bytes) => {
        const before = this.track(track);
        const grown = new Uint8Array(before.length + bytes.length);
        grown.set(before);
        grown.set(bytes, before.length);
        this.#tracks.set(track, grown);
        return { track, offset: before.length, bytes: bytes.length };
      },
      hideSecret: (name, value) => void this.#secrets.set(name, value),
      update: () => undefined,
      close: () => Promise.resolve(),
    };
  }

  #append(event: NewSessionEvent): SessionEvent {
    let text = JSON.stringify({ ...event, n: this.events.length, atMs: this.events.length });
    for (const [name, value] of this.#secrets) text = text.replaceAll(value, `«secret:${name}»`);
    const appended = JSON.parse(text) as SessionEvent;
    this.events.push(appended);
    this.#changed.emit();
    return appended;
  }
}
