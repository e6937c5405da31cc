/** What the caller says: sources of 8 kHz mono PCMU, from which frames are taken as they are due. */
import { encodeMuLaw, encodeMuLawSample, MULAW_SILENCE, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { createResampler, floatToInt16 } from '../../../shared/audio/resample.ts';
import { readWav, type WavAudio } from '../../../shared/audio/wav.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

export interface CallerAudio {
  /** The next `bytes` bytes; silence where there is nothing (more) to say. */
  take(bytes: number): Uint8Array;
  /**
   * True when all has been said and only silence follows. A tone and silence have no end of their own: they count as
   * ended from the beginning. A microphone never ends.
   */
  readonly ended: boolean;
  /** What the caller hears besides the bot (the internal channel); absent: a quiet hum, by which it is told apart. */
  readonly internal?: CallerAudio;
  /** Bytes that are there to be taken, for a source that speaks at its own pace; absent where any amount is. */
  readonly availableBytes?: number;
}

export function silence(bytes: number): Uint8Array {
  return new Uint8Array(bytes).fill(MULAW_SILENCE);
}

/** Nothing but silence, for ever. */
export const silentCaller: CallerAudio = { take: silence, ended: true };

/** A header that lies about its rate must not make hours of audio out of a file. */
const LONGEST_S = 3600;

/**
 * A WAV file, said once. Mono µ-law at 8 kHz goes out as it is; other formats are mixed down and resampled.
 * @param split the call has an internal channel: the left of a stereo file is the caller, the right what they hear
 */
export function wavCaller(file: Uint8Array, name: string, split = false): Result<CallerAudio, 'bad-audio'> {
  const wav = readBoundedWav(file, name);
  if (!wav.ok) return wav;
  const { pcmu, channels, rateHz } = wav.value;
  const [left, right] = channels;
  if (!split || !left || !right) return ok(recordedCaller(pcmu ?? toPcmu(channels, rateHz)));
  const external = recordedCaller(toPcmu([left], rateHz));
  const internal = recordedCaller(toPcmu([right], rateHz));
  return ok({
    take: bytes => external.take(bytes),
    get ended() {
      return external.ended && internal.ended;
    },
    internal,
  });
}

/** A WAV file as 8 kHz mono PCMU. */
export function pcmuOfWav(file: Uint8Array, name: string): Result<Uint8Array, 'bad-audio'> {
  const wav = readBoundedWav(file, name);
  return wav.ok ? ok(wav.value.pcmu ?? toPcmu(wav.value.channels, wav.value.rateHz)) : wav;
}

function readBoundedWav(file: Uint8Array, name: string): Result<WavAudio, 'bad-audio'> {
  const wav = readWav(file);
  if (!wav.ok) return fail('bad-audio', `${name} cannot be played: ${wav.error.message}.`);
  const { channels, rateHz } = wav.value;
  const seconds = (channels[0]?.length ?? 0) / rateHz;
  if (seconds <= LONGEST_S) return wav;
  const minutes = Math.round(seconds / 60);
  return fail('bad-audio', `${name} says that it is ${minutes} minutes long; at most an hour is played.`);
}

/** Recorded PCMU, said once. */
export function recordedCaller(audio: Uint8Array): CallerAudio {
  let at = 0;
  return {
    take: bytes => {
      const frame = silence(bytes);
      frame.set(audio.subarray(at, at + bytes));
      at += bytes;
      return frame;
    },
    get ended() {
      return at >= audio.length;
    },
  };
}

/** -9 dBFS: loud enough to be heard on a phone, far from clipping. */
const TONE_PEAK = 0.35 * 32767;

/** -33 dBFS: there to be seen, not to be heard as speech. */
const HUM_PEAK = 0.022 * 32767;

/** The internal channel of a source that has none: a quiet 220 Hz, so that swapped channels show. */
export function farEnd(): CallerAudio {
  return toneCaller(220, HUM_PEAK);
}

/** A sine that goes on for ever. */
export function toneCaller(frequencyHz: number, peak = TONE_PEAK): CallerAudio {
  let n = 0;
  return {
    take: bytes => {
      const frame = new Uint8Array(bytes);
      for (let at = 0; at < bytes; at += 1, n += 1) {
        frame[at] = encodeMuLawSample(Math.round(peak * Math.sin((2 * Math.PI * frequencyHz * n) / PCMU_RATE_HZ)));
      }
      return frame;
    },
    ended: true,
  };
}

/** Most that is kept of a microphone which runs ahead of the call: 2 s. Beyond it the oldest goes. */
const MOST_BUFFERED_BYTES = 2 * PCMU_RATE_HZ;

/** Samples that somebody pushes as they are spoken. */
export class MicrophoneCaller implements CallerAudio {
  readonly ended = false;
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  get availableBytes(): number {
    return this.#bytes;
  }

  /** 8 kHz mono, signed 16-bit little-endian; returns how many bytes of older sound had to go. */
  push(samples: Uint8Array): number {
    const even = samples.byteLength - (samples.byteLength % 2);
    const view = new DataView(samples.buffer, samples.byteOffset, even);
    const linear = new Int16Array(even / 2);
    for (let at = 0; at < linear.length; at += 1) linear[at] = view.getInt16(at * 2, true);
    this.#pieces.push(encodeMuLaw(linear));
    this.#bytes += linear.length;
    let dropped = 0;
    while (this.#bytes > MOST_BUFFERED_BYTES) {
      const gone = this.#pieces.shift()?.length ?? 0;
      this.#bytes -= gone;
      dropped += gone;
    }
    return dropped;
  }

  take(bytes: number): Uint8Array {
    const frame = silence(bytes);
    let at = 0;
    while (at < bytes) {
      const head = this.#pieces[0];
      if (!head) break;
      const part = head.subarray(0, bytes - at);
      frame.set(part, at);
      at += part.length;
      if (part.length === head.length) this.#pieces.shift();
      else this.#pieces[0] = head.subarray(part.length);
    }
    this.#bytes -= at;
    return frame;
  }
}

function toPcmu(channels: readonly Float32Array[], rateHz: number): Uint8Array {
  const mono = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels) {
    for (let at = 0; at < mono.length; at += 1) mono[at] = (mono[at] ?? 0) + (channel[at] ?? 0) / channels.length;
  }
  const resampler = createResampler(rateHz, PCMU_RATE_HZ);
  const parts = [resampler.push(mono), resampler.flush()];
  const joined = new Float32Array((parts[0]?.length ?? 0) + (parts[1]?.length ?? 0));
  joined.set(parts[0] ?? []);
  joined.set(parts[1] ?? [], parts[0]?.length ?? 0);
  return encodeMuLaw(floatToInt16(joined));
}
