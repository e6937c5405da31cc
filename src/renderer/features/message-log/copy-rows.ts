/** Selected events as text to paste elsewhere. Secrets were masked and audio was moved out before anything was kept. */
import { encodeEvent } from '../../../shared/events/event-log.ts';
import type { ConnectionEvent, Leg, SessionEvent } from '../../../shared/events/session-event.ts';
import { describeEvent } from '../../../shared/projections/message-words.ts';

export const COPY_FORMATS = [
  { id: 'json', label: 'Copy as JSON' },
  { id: 'ndjson', label: 'Copy as NDJSON' },
  { id: 'csv', label: 'Copy as CSV' },
  { id: 'wscat', label: 'Copy as wscat command' },
  { id: 'expectation', label: 'Copy as test expectation' },
] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number]['id'];

/** `connection`: the upgrade of a leg, from which a command knows where to connect. */
export function copyText(
  format: CopyFormat,
  events: readonly SessionEvent[],
  connection: (leg: Leg) => ConnectionEvent | undefined,
): string {
  switch (format) {
    case 'json':
      return JSON.stringify(events.length === 1 ? readable(events[0]) : events.map(readable), null, 2);
    case 'ndjson':
      return events.map(encodeEvent).join('');
    case 'csv':
      return csv(events);
    case 'wscat':
      return wscat(events, connection);
    case 'expectation':
      return expectations(events);
  }
}

/** A message alone as it was on the wire; anything else as the event that it is. */
function readable(event: SessionEvent | undefined): unknown {
  if (event?.type !== 'message') return event;
  const { text, ...rest } = event;
  return { ...rest, message: parsed(text) ?? text };
}

const CSV_COLUMNS = ['n', 'at_ms', 'leg', 'direction', 'type', 'seq', 'bytes', 'audio_ms', 'says'] as const;

function csv(events: readonly SessionEvent[]): string {
  const lines = events.map(event => {
    const { type, seq, bytes, audioMs, summary } = describeEvent(event);
    const direction = 'direction' in event ? event.direction : undefined;
    return [event.n, event.atMs, event.leg, direction, type, seq, bytes, audioMs || undefined, summary]
      .map(cell)
      .join(',');
  });
  return `${[CSV_COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula is kept a text. */
function cell(value: string | number | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const KEY_HEADERS: Record<Leg, string> = {
  genesys: 'X-API-KEY: $AUDIOHOOK_API_KEY',
  bot: 'Authorization: Bearer $OPENAI_API_KEY',
  console: '',
};

/** Sends the selected messages of one leg, whoever sent them here, to where that leg was connected. */
function wscat(events: readonly SessionEvent[], connection: (leg: Leg) => ConnectionEvent | undefined): string {
  const messages = events.filter(event => event.type === 'message');
  const leg = messages[0]?.leg ?? events[0]?.leg ?? 'genesys';
  const upgrade = connection(leg);
  const headers = Object.entries(upgrade?.headers ?? {}).filter(([name]) => /^audiohook-/.test(name));
  const command = [
    'wscat',
    `--connect ${quoted(addressOf(upgrade, leg))}`,
    // In double quotes, so that the shell puts the key in.
    KEY_HEADERS[leg] && `--header "${KEY_HEADERS[leg]}"`,
    ...headers.map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
  ];
  const texts = messages.filter(message => message.leg === leg).map(message => quoted(message.text));
  const [only] = texts;
  if (texts.length === 1) return [...command, `--wait 10 --execute ${only}`].filter(Boolean).join(' \\\n  ');
  const piped = texts.length > 0 ? `printf '%s\\n' ${texts.join(' \\\n  ')} | ` : '';
  return piped + command.filter(Boolean).join(' \\\n  ');
}

function addressOf(upgrade: ConnectionEvent | undefined, leg: Leg): string {
  const target = upgrade?.target ?? '';
  if (/^wss?:/.test(target)) return target;
  if (/^https?:/.test(target)) return target.replace(/^http/, 'ws');
  const host = upgrade?.headers?.host;
  if (host) return `ws://${host}${target}`;
  return leg === 'bot' ? 'wss://api.openai.com/v1/realtime?model=gpt-realtime' : `ws://127.0.0.1:8080${target || '/'}`;
}

/** One argument for a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** What changes from call to call is not expected. */
const VOLATILE = /^(?:id|.*_id|event_id|seq|serverseq|clientseq|position|usage|expires_at|obfuscation|rtt)$/;

function expectations(events: readonly SessionEvent[]): string {
  return events
    .map(event => {
      const value = event.type === 'message' ? (parsed(event.text) ?? event.text) : event;
      return `expect(messages[${event.n}]).toMatchObject(${JSON.stringify(lasting(value), null, 2)});`;
    })
    .join('\n');
}

function lasting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lasting);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (VOLATILE.test(key) ? [] : [[key, lasting(inner)]])),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: copied as the text that it is.
    return undefined;
  }
}
