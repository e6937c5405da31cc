/**
 * RIFF/WAVE: reading what people have (PCM 8 to 32 bit, IEEE float, µ-law; any rate and channel count), and writing
 * 16-bit PCM. Format tags: 1 PCM, 3 IEEE float, 7 µ-law, 0xFFFE extensible (the tag is then in the sub-format).
 */
import { concatBytes } from '../lib/concat-bytes.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { decodeMuLawSample } from './mulaw.ts';

export type WavAudio = {
  readonly rateHz: number;
  /** One array a channel, -1..1, all of one length. */
  readonly channels: readonly Float32Array[];
  /** Set when the file holds mono µ-law at 8 kHz: its bytes, which need no conversion at all. */
  readonly pcmu: Uint8Array | undefined;
};

type Format = { tag: number; channels: number; rateHz: number; bits: number };

const MOST_CHANNELS = 32;

/** Reads a whole WAV file. The sentence of a failure says what is wrong with the file. */
export function readWav(bytes: Uint8Array): Result<WavAudio, 'not-wav'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 4) !== 'WAVE') {
    return fail('not-wav', 'it is no WAV file (it does not begin with RIFF and WAVE)');
  }
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = text(bytes, at, 4);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (id === 'fmt ') {
      if (size < 16 || body + size > bytes.length) return fail('not-wav', 'its "fmt " chunk is cut off');
      format = readFormat(view, body, size);
    }
    if (id === 'data') {
      if (!format) return fail('not-wav', 'its "data" chunk comes before the "fmt " chunk');
      // A size of 0 or beyond the end is what a recorder that crashed, or a pipe, leaves: read to the end.
      const available = bytes.length - body;
      const length = size === 0 || size > available ? available : size;
      return decode(format, bytes.subarray(body, body + length));
    }
    at = body + size + (size % 2);
  }
  return fail('not-wav', format ? 'it has no "data" chunk' : 'it has no "fmt " chunk');
}

function readFormat(view: DataView, at: number, size: number): Format {
  const tag = view.getUint16(at, true);
  return {
    tag: tag === 0xfffe && size >= 26 ? view.getUint16(at + 24, true) : tag,
    channels: view.getUint16(at + 2, true),
    rateHz: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function decode(format: Format, data: Uint8Array): Result<WavAudio, 'not-wav'> {
  const { tag, channels, rateHz, bits } = format;
  if (channels < 1 || channels > MOST_CHANNELS) return fail('not-wav', `it says that it has ${channels} channels`);
  if (rateHz < 1000 || rateHz > 768_000) return fail('not-wav', `it says that it has a rate of ${rateHz} Hz`);
  const read = sampleReader(tag, bits, new DataView(data.buffer, data.byteOffset, data.byteLength));
  if (!read) return fail('not-wav', `its format (tag ${tag}, ${bits} bit) is none of PCM 8-32 bit, float, µ-law`);
  const bytesPerSample = bits / 8;
  const frames = Math.floor(data.length / (bytesPerSample * channels));
  const out = Array.from({ length: channels }, () => new Float32Array(frames));
  for (let frame = 0; frame < frames; frame += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const samples = out[channel];
      if (samples) samples[frame] = read((frame * channels + channel) * bytesPerSample);
    }
  }
  return ok({ rateHz, channels: out, pcmu: tag === 7 && channels === 1 && rateHz === 8000 ? data.slice() : undefined });
}

/** Reads the sample at a byte offset as -1..1. */
function sampleReader(tag: number, bits: number, view: DataView): ((at: number) => number) | undefined {
  switch (`${tag}/${bits}`) {
    case '1/8':
      return at => (view.getUint8(at) - 128) / 128;
    case '1/16':
      return at => view.getInt16(at, true) / 32768;
    case '1/24':
      return at => (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8_388_608;
    case '1/32':
      return at => view.getInt32(at, true) / 2_147_483_648;
    case '3/32':
      return at => finite(view.getFloat32(at, true));
    case '3/64':
      return at => finite(view.getFloat64(at, true));
    case '7/8':
      return at => decodeMuLawSample(view.getUint8(at)) / 32768;
    default:
      return undefined;
  }
}

function finite(sample: number): number {
  return Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Of a WAV of 16-bit PCM. */
export const WAV_HEADER_BYTES = 44;

/** A 16-bit PCM WAV of channels of one length. */
export function writeWav(rateHz: number, channels: readonly Int16Array[]): Uint8Array {
  return concatBytes([wavHeader(rateHz, channels.length, channels[0]?.length ?? 0), interleaved(channels)]);
}

/** What stands before the samples of a 16-bit PCM WAV. `frames`: samples of one channel. */
export function wavHeader(rateHz: number, channels: number, frames: number): Uint8Array<ArrayBuffer> {
  const blockBytes = channels * 2;
  const out = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(out.buffer);
  const put = (at: number, word: string) => {
    for (let index = 0; index < word.length; index += 1) out[at + index] = word.charCodeAt(index);
  };
  put(0, 'RIFF');
  view.setUint32(4, 36 + frames * blockBytes, true);
  put(8, 'WAVE');
  put(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * blockBytes, true);
  view.setUint16(32, blockBytes, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, frames * blockBytes, true);
  return out;
}

/** Samples of channels of one length as they stand in a 16-bit WAV: a sample of each, little-endian, in turn. */
export function interleaved(channels: readonly Int16Array[]): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  const out = new Uint8Array(frames * channels.length * 2);
  const view = new DataView(out.buffer);
  for (const [channel, samples] of channels.entries()) {
    for (let frame = 0; frame < frames; frame += 1) {
      view.setInt16((frame * channels.length + channel) * 2, samples[frame] ?? 0, true);
    }
  }
  return out;
}
