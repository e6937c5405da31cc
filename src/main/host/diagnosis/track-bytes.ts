/** The bytes that audio events refer to, read in large pieces: events come in order, and so does their audio. */
import type { AudioRange, SessionEvent } from '../../../shared/events/session-event.ts';

const READ_BYTES = 1 << 18;

/** @returns up to `bytes` bytes of a track from `offset` on; fewer where the track is shorter */
export type ReadAudio = (track: string, offset: number, bytes: number) => Promise<Uint8Array>;

export class TrackBytes {
  readonly #read: ReadAudio;
  readonly #pieces = new Map<string, { offset: number; bytes: Uint8Array }>();

  constructor(read: ReadAudio) {
    this.#read = read;
  }

  /** Of an event of the AudioHook leg; undefined for other events, and where the track lacks them. */
  async of(event: SessionEvent): Promise<Uint8Array | undefined> {
    if (event.type !== 'audio' || event.leg === 'bot') return undefined;
    return this.#held(event) ?? this.#fetch(event);
  }

  #held({ track, offset, bytes }: AudioRange): Uint8Array | undefined {
    const piece = this.#pieces.get(track);
    if (!piece || offset < piece.offset) return undefined;
    const at = offset - piece.offset;
    return at + bytes <= piece.bytes.length ? piece.bytes.subarray(at, at + bytes) : undefined;
  }

  async #fetch(range: AudioRange): Promise<Uint8Array | undefined> {
    const { track, offset, bytes } = range;
    this.#pieces.set(track, { offset, bytes: await this.#read(track, offset, Math.max(bytes, READ_BYTES)) });
    return this.#held(range);
  }
}
