/** Lengths, sizes and times as people write them. */

/** At most `length` characters on one line, with an ellipsis where something was left out. */
export function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Milliseconds as seconds with the digits that matter: `0.2 s`, `12.48 s`. */
export function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** An AudioHook duration (`PT12.4S`) as people write it; anything else as it is. */
export function durationWords(text: string | undefined): string | undefined {
  const seconds = /^PT((?:\d*\.)?\d+)S$/.exec(text ?? '')?.[1];
  if (seconds === undefined) return text;
  const value = Number(seconds);
  return value > 0 && value < 1 ? `${Number((value * 1000).toFixed(1))} ms` : `${value} s`;
}

/** A length to the second: `0:24`, `1:02:03`. */
export function clockWords(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** A size with the unit that fits: `812 B`, `55 kB`, `1.2 MB`. Decimal units, as file managers show them. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
