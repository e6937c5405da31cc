/** Where the audio of an event, or of a row of folded ones, lies; and how bytes are shown. Pure. */
import { decodeMuLaw } from '../../../shared/audio/mulaw.ts';
import type { AudioRange, SessionEvent } from '../../../shared/events/session-event.ts';

/** As much as is fetched at once: 32 s of PCMU. */
export const MOST_BYTES = 1 << 18;

/** The bytes that the events carry, as one range; undefined where they carry none. What does not join on is left out. */
export function audioRangeOf(events: readonly SessionEvent[]): AudioRange | undefined {
  let whole: AudioRange | undefined;
  for (const event of events) {
    const range = rangeOf(event);
    if (!range || range.bytes === 0) continue;
    if (!whole) whole = range;
    else if (range.track === whole.track && range.offset === whole.offset + whole.bytes) {
      whole = { ...whole, bytes: whole.bytes + range.bytes };
    } else break;
  }
  return whole && { ...whole, bytes: Math.min(MOST_BYTES, whole.bytes) };
}

function rangeOf(event: SessionEvent): AudioRange | undefined {
  if (event.type === 'audio') return { track: event.track, offset: event.offset, bytes: event.bytes };
  if (event.type !== 'message') return undefined;
  const found = /"\$audio":\{"track":"([a-z0-9-]+)","offset":(\d+),"bytes":(\d+)\}/.exec(event.text);
  return found ? { track: found[1] ?? '', offset: Number(found[2]), bytes: Number(found[3]) } : undefined;
}

/** `0000  ff 7f …  |..|`: 16 bytes a line, nearly as hexdump -C, or 8 where there is little room. */
export function hexLines(bytes: Uint8Array, most: number, aLine: 8 | 16): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(most, bytes.length); at += aLine) {
    const row = [...bytes.subarray(at, at + aLine)];
    const hex = row.map(byte => byte.toString(16).padStart(2, '0'));
    const text = row.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    const halves = aLine === 8 ? hex.join(' ') : [hex.slice(0, 8).join(' '), hex.slice(8).join(' ')].join('  ');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${halves.padEnd(3 * aLine)}  |${text}|`);
  }
  return lines.join('\n');
}

/** Loudness of µ-law bytes: root mean square and largest sample, dB below full scale (32 768); -Infinity for silence. */
export function muLawLevel(bytes: Uint8Array): { readonly rmsDbfs: number; readonly peakDbfs: number } {
  let sum = 0;
  let peak = 0;
  for (const sample of decodeMuLaw(bytes)) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const decibels = (value: number) => 20 * Math.log10(value / 32_768);
  return { rmsDbfs: decibels(Math.sqrt(sum / Math.max(1, bytes.length))), peakDbfs: decibels(peak) };
}

/** An outline of µ-law bytes for an SVG path: `columns` pairs, in a box of `columns` by 2. */
export function muLawOutline(bytes: Uint8Array, columns: number): string {
  const samples = decodeMuLaw(bytes);
  const parts: string[] = [];
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * samples.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * samples.length) / columns));
    let low = 0;
    let high = 0;
    for (const sample of samples.subarray(from, to)) {
      low = Math.min(low, sample);
      high = Math.max(high, sample);
    }
    parts.push(`M${column + 0.5} ${(1 - high / 32_768).toFixed(3)}V${(1 - low / 32_768 + 0.01).toFixed(3)}`);
  }
  return parts.join('');
}
