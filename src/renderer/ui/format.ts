/** Times and sizes as text. Numbers only: words belong to the features. */

/** A time on a session's clock: `0:07.998`, `1:02:03.004`, `−0:00.120` before it. Rounded to the millisecond. */
export function clockTime(ms: number): string {
  const total = Math.abs(Math.round(ms));
  return `${Math.round(ms) < 0 ? '−' : ''}${duration(total)}.${String(total % 1000).padStart(3, '0')}`;
}

/** A length to the second: `0:24`, `1:02:03`. Cut, not rounded: a running clock must not run ahead. */
export function duration(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A whole number with thin spaces between thousands: `55 400`. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** Milliseconds of audio as a length: `200 ms`, `2.4 s`. */
export function audioLength(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/* Made once: to make one takes longer than to draw a row. */
const DAY = new Intl.DateTimeFormat([], { month: 'short', day: 'numeric' });
const TO_THE_MINUTE = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', hour12: false });
const TO_THE_SECOND = new Intl.DateTimeFormat([], {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** When a session began, as short as a list wants it: `14:03` today, else `Nov 21`. */
export function shortWallTime(iso: string, now: Date): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return at.toDateString() === now.toDateString() ? TO_THE_MINUTE.format(at) : DAY.format(at);
}

/** Wall time of a session's beginning, in the reader's own zone: `14:03:12` today, else with the date. */
export function wallTime(iso: string, now: Date): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const time = TO_THE_SECOND.format(at);
  return at.toDateString() === now.toDateString() ? time : `${DAY.format(at)}, ${time}`;
}
