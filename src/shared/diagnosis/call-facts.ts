/** What is known of a call so far, folded once from its events for all rules and chains. */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { PlaybackLayout } from '../audio/playback-layout.ts';
import { NULL_UUID } from '../audiohook/messages.ts';
import type { ConnectionEvent, NoteEvent, SessionEvent } from '../events/session-event.ts';
import { isRecord, textAt } from '../realtime/parse.ts';
import { kindOf as kindOfJudgement } from '../relay/judgement.ts';
import { LINE_TEST_NOTE } from '../settings/built-in-connectors.ts';
import { L16Meter } from './l16-meter.ts';
import { ModelFacts } from './model-facts.ts';
import { messageOf, type Party, partyOf, type Seen, type SeenMessage } from './seen.ts';
import { SoundMeter } from './sound-meter.ts';

/** A message with the event that carried it. */
export type Told = { readonly n: number; readonly atMs: number; readonly from: Party; readonly message: SeenMessage };
/** When something happened. */
export type Moment = { readonly n: number; readonly atMs: number };

/** A barge_in that the server sent. */
export type BargeIn = Moment & {
  /** What the caller had heard of the burst that it emptied, and what they never will, ms. */
  readonly heardMs: number;
  readonly cutMs: number;
  /** How long the caller had neither spoken nor pressed a key, ms; undefined where their sound is not known. */
  quietMs: number | undefined;
};

/** Both formats of AudioHook have 8 kHz. */
const SAMPLES_PER_MS = 8;

/** Frames of one direction of the AudioHook leg. */
export class FrameCount {
  frames = 0;
  bytes = 0;
  #samples = 0;
  first: Moment | undefined;
  last: Moment | undefined;

  add(event: SessionEvent, bytes: number): void {
    this.frames += 1;
    this.bytes += bytes;
    this.#samples += samplesIn(event, bytes);
    this.first ??= { n: event.n, atMs: event.atMs };
    this.last = { n: event.n, atMs: event.atMs };
  }

  /** By the samples of one channel at 8 kHz, ms. */
  get ms(): number {
    return this.#samples / SAMPLES_PER_MS;
  }
}

/** Frames of the bot that are kept to know what is still to be heard: no burst is longer. */
const KEPT_FRAMES = 5_000;

/** Our own ear takes speech for speech this much later than the keenest, ms: its onset, and a frame on its way. */
export const ONSET_MS = 1_000;

type MediaObject = Readonly<Record<string, unknown>>;

export class CallFacts {
  /** The console played Genesys Cloud, and somebody's server was called. */
  isCaller = false;
  /** A relay recorded it: the server is somebody's, and so is the client, as a rule Genesys Cloud. */
  isRelayed = false;
  /** Of each kind of a relay's judgements: how many it noted one by one, and how many it kept back, known at the end. */
  readonly judged = new Map<string, { noted: number; untold: number | undefined }>();
  /** Headers that the relay changed on the way: what came is not what the server got. */
  relayChanged: readonly unknown[] = [];
  /** The last upgrade of the AudioHook leg. */
  upgrade: ConnectionEvent | undefined;
  upgradeAnswer: ConnectionEvent | undefined;
  transportError: ConnectionEvent | undefined;
  socketClose: ConnectionEvent | undefined;
  open: Told | undefined;
  opened: Told | undefined;
  disconnect: Told | undefined;
  close: Told | undefined;
  closed: Told | undefined;
  offered: readonly MediaObject[] = [];
  selected: readonly MediaObject[] = [];
  isProbe = false;
  /** Answered by the console's own test sound. */
  isLineTest = false;
  /** The caller broke a rule on purpose (`fault`). */
  fault: string | undefined;
  /** The client has stopped the audio, for whatever reason. */
  paused = false;
  readonly botFrames = new FrameCount();
  readonly callerFrames = new FrameCount();
  readonly bargeIns: BargeIn[] = [];
  readonly playbackStarted: Moment[] = [];
  readonly playbackCompleted: Moment[] = [];
  readonly clientErrors: Told[] = [];
  /** Of what the server was seen to do wrong in a relayed call: the codes that Genesys Cloud answers with. */
  readonly breachCodes = new Set<number>();
  readonly botSound = new SoundMeter('bot');
  readonly callerSound = new SoundMeter('caller');
  /** Of the bytes on the wire, where the selected media is L16. */
  readonly botL16 = new L16Meter();
  readonly callerL16 = new L16Meter();
  /** When our own ear first heard the caller speak. */
  callerSpokeMs: number | undefined;
  /** When the caller last spoke, by our own ear, or was loud, or pressed a key. */
  #callerActedMs = Number.NEGATIVE_INFINITY;
  /** Until when the caller's sound is known. */
  #callerKnownMs = Number.NEGATIVE_INFINITY;
  readonly model = new ModelFacts();
  /** Where the bot's audio was heard, by what is known so far. */
  readonly layout = new PlaybackLayout();
  /** Ticked by the user: place to answer. The last answer counts. */
  readonly ticks = new Map<string, { readonly seen: boolean; readonly n: number; readonly atMs: number }>();
  lastMs = 0;
  /** Caller audio that came in the first second after opened, ms. */
  catchUpMs = 0;

  /** Takes the next event and says how a rule sees it. */
  add(event: SessionEvent, audio: Uint8Array | undefined): Seen {
    this.lastMs = Math.max(this.lastMs, event.atMs);
    if (event.type === 'connection' && event.leg === 'genesys' && event.phase === 'upgrade') {
      this.isCaller = event.direction === 'out';
    }
    const from = partyOf(event, this.isCaller);
    const message = event.type === 'message' ? messageOf(event) : undefined;
    const seen: Seen = { event, from, message, audio };
    if (event.type === 'connection' && event.leg === 'genesys') this.#connection(event);
    else if (event.type === 'audio') this.#audio(seen);
    else if (event.type === 'note') this.#note(event);
    else if (message && from && event.leg === 'genesys') {
      this.#message({ n: event.n, atMs: event.atMs, from, message });
    }
    this.model.add(seen);
    return seen;
  }

  /** The server is not the console's own. */
  get isTheirServer(): boolean {
    return this.isCaller || this.isRelayed;
  }

  /** Whether a note on a rule of the AudioHook leg is about the server; a relay's says so itself. */
  blamesServer({ data }: NoteEvent): boolean {
    return data?.about === undefined ? this.isCaller : data.about === 'server';
  }

  /** Who ended the connection, where a relay saw it. */
  get endedBy(): Party | undefined {
    return this.isRelayed && this.socketClose ? partyOf(this.socketClose, this.isCaller) : undefined;
  }

  get connectorTarget(): string {
    return this.upgrade?.target ?? '';
  }

  /** True once the call is over, by whatever way. */
  get isOver(): boolean {
    return this.socketClose !== undefined;
  }

  /** False where the client sends the agent's side alone. With both, a frame is counted once. */
  get #hearsCaller(): boolean {
    const channels = this.selected.flatMap(media => (Array.isArray(media.channels) ? media.channels : []));
    return channels.length === 0 || channels.includes('external');
  }

  #connection(event: ConnectionEvent): void {
    if (event.phase === 'upgrade') {
      this.upgrade = event;
      this.upgradeAnswer = event.status === undefined ? undefined : event;
      this.transportError = undefined;
      this.socketClose = undefined;
    } else if (event.phase === 'open') this.upgradeAnswer = event;
    else if (event.phase === 'error') this.transportError ??= event;
    // A relay sees the close of both sides: the second is the answer.
    else if (!this.isRelayed || !this.socketClose) this.socketClose = event;
  }

  #audio({ event, audio, from }: Seen): void {
    if (event.type !== 'audio' || event.leg === 'bot') return;
    const caller = event.track === 'caller';
    if (event.leg === 'genesys') {
      if (from === 'server') this.botFrames.add(event, event.bytes);
      else if (event.track.startsWith('caller') || (event.track.startsWith('agent') && !this.#hearsCaller)) {
        this.callerFrames.add(event, event.bytes);
        if (this.opened && event.atMs - this.opened.atMs < 1000)
          this.catchUpMs += samplesIn(event, event.bytes) / SAMPLES_PER_MS;
      }
    }
    if (audio && event.track === 'bot-l16') this.botL16.add(audio);
    if (audio && event.track === 'caller-l16') this.callerL16.add(audio);
    if (event.track !== 'bot' && !caller) return;
    if (event.track === 'bot') {
      this.layout.sent(event, event.atMs);
      this.layout.forgetBeyond(KEPT_FRAMES);
    }
    if (audio) (caller ? this.callerSound : this.botSound).add(audio);
    if (caller && this.callerSound.utterances > 0) this.callerSpokeMs ??= event.atMs;
    if (caller && audio) this.#callerKnownMs = event.atMs;
    if (caller && (this.callerSound.isSpeaking || this.callerSound.isLoud)) this.#callerActs(event.atMs);
  }

  #note(event: NoteEvent): void {
    if (event.code === 'relayed') {
      this.isRelayed = true;
      this.relayChanged = Array.isArray(event.data?.changed) ? event.data.changed : [];
    }
    this.#restrained(event);
    if (event.data?.about === 'server' && typeof event.data.code === 'number') this.breachCodes.add(event.data.code);
    if (event.code === LINE_TEST_NOTE) this.isLineTest = true;
    if (event.code === 'fault') this.fault = String(event.data?.fault ?? '');
    if (event.code === 'other-side') {
      const { place, seen } = event.data ?? {};
      if (typeof place !== 'string') return;
      if (typeof seen === 'boolean') this.ticks.set(place, { seen, n: event.n, atMs: event.atMs });
      else this.ticks.delete(place);
    }
  }

  #restrained(event: NoteEvent): void {
    if (!this.isRelayed) return;
    const kind = kindOf(event);
    if (kind !== undefined) {
      const { noted, untold } = this.judged.get(kind) ?? { noted: 0, untold: undefined };
      this.judged.set(kind, { noted: noted + 1, untold });
    }
    if (event.code !== 'rules-untold') return;
    for (const [each, count] of Object.entries(event.data ?? {})) {
      const often = this.judged.get(each);
      if (often && typeof count === 'number') often.untold = (often.untold ?? 0) + count;
    }
  }

  #message(told: Told): void {
    const { message, from, n, atMs } = told;
    const { type, parameters } = message;
    const moment = { n, atMs };
    if (from === 'genesys') {
      if (type === 'open') this.#open(told);
      else if (type === 'paused') this.paused = true;
      else if (type === 'resumed') this.paused = false;
      else if (type === 'close') this.close ??= told;
      else if (type === 'error') this.clientErrors.push(told);
      else if (type === 'dtmf') this.#callerActedMs = atMs;
      else if (type === 'playback_started') {
        this.playbackStarted.push(moment);
        this.layout.started(atMs);
      } else if (type === 'playback_completed') {
        this.playbackCompleted.push(moment);
        this.layout.completed(atMs);
      }
      return;
    }
    if (type === 'opened' && !this.opened) {
      this.opened = told;
      this.selected = objects(parameters.media);
    } else if (type === 'disconnect') this.disconnect ??= told;
    else if (type === 'closed') this.closed ??= told;
    else if (type === 'event' && objects(parameters.entities).some(entity => entity.type === 'barge_in')) {
      const { heardBytes, cutBytes } = this.layout.bargeIn(atMs);
      const [heardMs, cutMs] = [heardBytes / PCMU_BYTES_PER_MS, cutBytes / PCMU_BYTES_PER_MS];
      this.bargeIns.push({ ...moment, heardMs, cutMs, quietMs: this.#quietMs(atMs) });
    }
  }

  #callerActs(atMs: number): void {
    this.#callerActedMs = atMs;
    for (let at = this.bargeIns.length - 1; at >= 0; at -= 1) {
      const bargeIn = this.bargeIns[at];
      if (!bargeIn || atMs - bargeIn.atMs >= ONSET_MS) return;
      if (bargeIn.quietMs !== undefined) bargeIn.quietMs = 0;
    }
  }

  /** In a pause, and where the bytes of their audio are not there, nothing is known of the caller. */
  #quietMs(atMs: number): number | undefined {
    if (atMs - this.#callerKnownMs > ONSET_MS) return undefined;
    return atMs - Math.max(this.#callerActedMs, this.opened?.atMs ?? 0);
  }

  #open(told: Told): void {
    const { parameters } = told.message;
    this.open = told;
    this.offered = objects(parameters.media);
    this.isProbe = parameters.conversationId === NULL_UUID && textAt(parameters, 'participant', 'id') === NULL_UUID;
  }
}

/** A byte has one of PCMU, and half of one of L16, which is kept in a track of its own. */
function samplesIn(event: SessionEvent, bytes: number): number {
  return event.type === 'audio' && event.track.endsWith('-l16') ? bytes / 2 : bytes;
}

function objects(value: unknown): readonly MediaObject[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Undefined for what is no judgement of a relay. */
export function kindOf({ code, level, data }: NoteEvent): string | undefined {
  const about = data?.about;
  return about === 'client' || about === 'server' ? kindOfJudgement({ about, rule: code, level }) : undefined;
}
