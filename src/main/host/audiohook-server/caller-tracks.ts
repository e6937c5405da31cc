/**
 * What came from the client, kept: each channel in a track of its own, as on the wire, and as PCMU where the wire is not.
 * Gives the channel that the bot hears: what the caller says, or what they hear where there is nothing else.
 */

import { MULAW_SILENCE, PCMU_BYTES_PER_MS, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import type { Media } from '../../../shared/audiohook/media.ts';
import { type Channel, type ChannelAudio, splitFrame } from '../../../shared/audiohook/media-stream.ts';
import type { AudioRange } from '../../../shared/events/session-event.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';

export type HeardAudio = { readonly audio: Uint8Array; readonly range: AudioRange };

const TRACKS: Readonly<Record<Channel, string>> = { external: 'caller', internal: 'agent' };
const PCMU = { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 } as const;
const L16 = { encoding: 'L16', rateHz: PCMU_RATE_HZ, channels: 1 } as const;
/** Most silence that a bot hears for a gap: longer than any usual end-of-speech window, and no flood for an hour's pause. */
const MOST_SILENCE_MS = 1000;

export class CallerTracks {
  readonly #recorder: SessionRecorder;
  /** Samples of the caller's timeline: audio, and what was discarded. */
  #samples = 0;

  constructor(recorder: SessionRecorder) {
    this.#recorder = recorder;
    recorder.declareTrack(TRACKS.external, PCMU);
  }

  /** The caller's position, samples. Counted, never added up from rounded seconds. */
  get samples(): number {
    return this.#samples;
  }

  skip(ms: number): void {
    this.#samples += Math.round((ms * PCMU_RATE_HZ) / 1000);
  }

  /** Keeps a frame. Without media (not open, or none selected) it is kept as it came, as the caller's. */
  receive(frame: Uint8Array, media: Media | undefined): HeardAudio | undefined {
    if (!media) {
      this.#keep({ channel: 'external', wire: frame, pcmu: frame });
      return undefined;
    }
    const kept = splitFrame(media, frame).map(part => ({ channel: part.channel, heard: this.#keep(part) }));
    const own = kept.find(part => part.channel === 'external') ?? kept[0];
    this.#samples += own?.heard.audio.length ?? 0;
    return own?.heard;
  }

  /** Silence for a bot to hear in a gap of `ms`, in a track of its own: it was never on the wire. */
  silence(ms: number): HeardAudio {
    this.#recorder.declareTrack('silence', PCMU);
    const audio = new Uint8Array(Math.round(Math.min(ms, MOST_SILENCE_MS) * PCMU_BYTES_PER_MS)).fill(MULAW_SILENCE);
    return { audio, range: this.#recorder.appendAudio('silence', audio) };
  }

  #keep({ channel, wire, pcmu }: ChannelAudio): HeardAudio {
    const track = TRACKS[channel];
    const wireTrack = wire === pcmu ? track : `${track}-l16`;
    this.#recorder.declareTrack(wireTrack, wire === pcmu ? PCMU : L16);
    const range = this.#recorder.appendAudio(wireTrack, wire);
    this.#recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...range });
    if (wire === pcmu) return { audio: pcmu, range };
    this.#recorder.declareTrack(track, PCMU);
    const converted = this.#recorder.appendAudio(track, pcmu);
    this.#recorder.append({ leg: 'console', type: 'audio', direction: 'in', ...converted });
    return { audio: pcmu, range: converted };
  }
}
