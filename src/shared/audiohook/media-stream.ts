/** Wire frames of the negotiated media, taken apart into channels and put together. PROTOCOL section 6. */
import { decodeMuLawSample, encodeMuLawSample } from '../audio/mulaw.ts';
import type { Media } from './media.ts';

export type Channel = 'external' | 'internal';

/** One channel of a frame: its bytes as on the wire, and as PCMU. The same object where the wire is PCMU. */
export type ChannelAudio = { readonly channel: Channel; readonly wire: Uint8Array; readonly pcmu: Uint8Array };

/** Bytes of one sample of one channel. */
export function sampleBytes(media: Media): 1 | 2 {
  return media.format === 'L16' ? 2 : 1;
}

/** Bytes that belong together: one sample of each channel. A frame holds a whole number of them (AH-27). */
export function blockBytes(media: Media): number {
  return sampleBytes(media) * media.channels.length;
}

/** Channels of a frame, in the order of the media; samples are interleaved. An incomplete block at the end is left out. */
export function splitFrame(media: Media, frame: Uint8Array): ChannelAudio[] {
  const size = sampleBytes(media);
  const count = media.channels.length;
  return media.channels.map((channel, index) => {
    const wire = count === 1 ? frame : deinterleave(frame, size, count, index);
    return { channel, wire, pcmu: size === 1 ? wire : l16ToPcmu(wire) };
  });
}

/** PCMU of one channel as a wire frame of the media's format; mono always: servers send mono. */
export function wireFrame(media: Media, pcmu: Uint8Array): Uint8Array {
  if (media.format === 'PCMU') return pcmu;
  const wire = new Uint8Array(pcmu.length * 2);
  const view = new DataView(wire.buffer);
  for (const [at, code] of pcmu.entries()) view.setInt16(at * 2, decodeMuLawSample(code), true);
  return wire;
}

function deinterleave(frame: Uint8Array, size: number, count: number, index: number): Uint8Array {
  const blocks = Math.floor(frame.length / (size * count));
  const wire = new Uint8Array(blocks * size);
  for (let block = 0; block < blocks; block += 1) {
    for (let byte = 0; byte < size; byte += 1) {
      wire[block * size + byte] = frame[(block * count + index) * size + byte] ?? 0;
    }
  }
  return wire;
}

/** Little-endian, as the reference server reads it on every common machine; RFC 3551 says big-endian. Not established. */
function l16ToPcmu(wire: Uint8Array): Uint8Array {
  const view = new DataView(wire.buffer, wire.byteOffset, wire.byteLength);
  const pcmu = new Uint8Array(Math.floor(wire.length / 2));
  for (let at = 0; at < pcmu.length; at += 1) pcmu[at] = encodeMuLawSample(view.getInt16(at * 2, true));
  return pcmu;
}
