/**
 * What a client sends and what its server sends, kept: a track a channel, as on the wire, and as PCMU where the wire is not.
 * Puts the channels together in the order of the selected media, and gives what the caller hears as PCMU.
 */
import { PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import type { Media } from '../../../shared/audiohook/media.ts';
import { type Channel, splitFrame, wireFrame } from '../../../shared/audiohook/media-stream.ts';
import type { Direction } from '../../../shared/events/session-event.ts';
import type { LinePiece } from '../genesys-client/caller-voice.ts';
import type { SessionRecorder } from './session-recorder.ts';

const TRACKS: Readonly<Record<Channel, string>> = { external: 'caller', internal: 'agent' };
const PCMU = { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 } as const;
const L16 = { encoding: 'L16', rateHz: PCMU_RATE_HZ, channels: 1 } as const;

export class WireTracks {
  readonly #recorder: SessionRecorder;
  readonly #directions: { readonly caller: Direction; readonly bot: Direction };

  /** `seenBy`: on whose side of the line the console stands. */
  constructor(recorder: SessionRecorder, seenBy: 'caller' | 'server' = 'caller') {
    this.#recorder = recorder;
    this.#directions = seenBy === 'caller' ? { caller: 'out', bot: 'in' } : { caller: 'in', bot: 'out' };
    recorder.declareTrack('caller', PCMU);
    recorder.declareTrack('bot', PCMU);
  }

  /** A piece of the caller's line as a frame of the media: samples interleaved, L16 little-endian (not established). */
  frameOf(piece: LinePiece, media: Media): Uint8Array {
    const [first, second] = media.channels.map(channel => wireFrame(media, piece[channel]));
    if (!first || !second) return first ?? new Uint8Array(0);
    const size = media.format === 'L16' ? 2 : 1;
    const frame = new Uint8Array(first.length + second.length);
    for (let at = 0; at < first.length; at += size) {
      frame.set(first.subarray(at, at + size), 2 * at);
      frame.set(second.subarray(at, at + size), 2 * at + size);
    }
    return frame;
  }

  /** A frame of the client's. Without media it is kept as it came, as the caller's. */
  keepClient(frame: Uint8Array, media: Media | undefined): void {
    const parts = media ? splitFrame(media, frame) : [{ channel: 'external' as const, wire: frame, pcmu: frame }];
    for (const { channel, wire, pcmu } of parts) this.#keep(this.#directions.caller, TRACKS[channel], wire, pcmu);
  }

  /** A frame of the server's; servers send mono in the selected format. Without media it is kept as it came. */
  keepServer(frame: Uint8Array, media: Media | undefined): Uint8Array {
    const [part] = media ? splitFrame({ ...media, channels: ['external'] }, frame) : [];
    const pcmu = part?.pcmu ?? frame;
    this.#keep(this.#directions.bot, 'bot', frame, pcmu);
    return pcmu;
  }

  #keep(direction: 'in' | 'out', track: string, wire: Uint8Array, pcmu: Uint8Array): void {
    const recorder = this.#recorder;
    const wireTrack = wire === pcmu ? track : `${track}-l16`;
    recorder.declareTrack(wireTrack, wire === pcmu ? PCMU : L16);
    recorder.append({ leg: 'genesys', type: 'audio', direction, ...recorder.appendAudio(wireTrack, wire) });
    if (wire === pcmu) return;
    recorder.declareTrack(track, PCMU);
    recorder.append({ leg: 'console', type: 'audio', direction, ...recorder.appendAudio(track, pcmu) });
  }
}
