/**
 * report.html: a call as one file that opens from a mail attachment. It loads nothing: its script and its style stand in
 * it, their hashes in its policy, and whatever else a capture may hold is data that nothing runs.
 */
import { createHash } from 'node:crypto';
import type { DiagnosisResult } from '../../../../shared/diagnosis/finding.ts';
import type { SessionEvent } from '../../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../../shared/events/session-summary.ts';
import { foldMessageRows, type MessageRow, noMessageRows, rowAt } from '../../../../shared/projections/message-rows.ts';
import type { LaneName } from '../../../../shared/projections/timeline.ts';
import type { CallSound } from '../call-sound.ts';
import style from './report.css?raw';
import script from './report.js?raw';

export type ReportInput = {
  summary: SessionSummary;
  events: readonly SessionEvent[];
  diagnosis: DiagnosisResult;
  sound: CallSound;
  hasAudio: boolean;
  version: string;
};

/** Longer calls are heard in call.wav: their sound would make a page that no mail takes. */
const LONGEST_HEARD_MS = 10 * 60_000;
/** Of one message no more than this is shown; the whole of it is in events.ndjson. Characters. */
const MOST_TEXT = 6000;
const PIECE_MS = 30_000;
/** Columns of the waveforms, at the most. */
const COLUMNS = 2400;

/** The page, piece by piece. */
export async function* reportText(input: ReportInput): AsyncGenerator<string> {
  const { summary, sound, hasAudio, version } = input;
  const heard = hasAudio && sound.durationMs <= LONGEST_HEARD_MS;
  const lanes: LaneName[] = (['caller', 'agent', 'bot'] as const).filter(lane => sound.has(lane));
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(summary.connectorId || summary.id)} · AudioHook Console</title>
<style>${style}</style>
</head>
<body>
<div id="report"></div>
<noscript>This page draws itself with a script of its own, and loads nothing. Allow scripts to read it, or read log.txt.</noscript>
`;
  const columns = Math.max(1, Math.min(COLUMNS, Math.ceil(sound.durationMs / 20)));
  const peaks: Record<string, number[]> = {};
  if (hasAudio) for (const lane of lanes) peaks[lane] = await sound.peaks(lane, columns);
  const { tracks: _tracks, ...facts } = summary;
  const head = {
    summary: facts,
    diagnosis: input.diagnosis,
    durationMs: sound.durationMs,
    peaks,
    hasAudio,
    heard,
    version,
  };
  yield data('head', JSON.stringify(head));
  yield* rowsText(input.events);
  if (heard) for (const lane of lanes) yield* laneText(lane, sound);
  yield `<script>${script}</script>
</body>
</html>
`;
}

/** The rows of the log, as a block of data of one JSON row a line. */
function* rowsText(events: readonly SessionEvent[]): Generator<string> {
  yield '<script type="application/x-ndjson" id="rows">\n';
  const byNumber = new Map(events.map(event => [event.n, event]));
  const rows = foldMessageRows(noMessageRows, events);
  for (let at = 0; at < rows.count; at += 1) {
    const row = rowAt(rows, at);
    if (row) yield `${inScript(JSON.stringify(shown(row, byNumber.get(row.n))))}\n`;
  }
  yield '</script>\n';
}

function shown(
  { n, kind, atMs, leg, direction, type, seq, summary, bytes, level, members }: MessageRow,
  event: SessionEvent | undefined,
) {
  const text = event?.type === 'message' ? event.text : event?.type === 'audio' ? '' : JSON.stringify(event);
  const cut = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}… (the rest is in events.ndjson)` : text;
  return { n, kind, atMs, leg, direction, type, seq, summary, bytes, level, folded: members.length, text: cut };
}

/** A lane's sound as PCMU in base64, a piece a line. */
async function* laneText(lane: LaneName, sound: CallSound): AsyncGenerator<string> {
  yield `<script type="text/plain" id="sound-${lane}">\n`;
  for (let fromMs = 0; fromMs < sound.durationMs; fromMs += PIECE_MS) {
    const piece = await sound.lane(lane, fromMs, Math.min(PIECE_MS, sound.durationMs - fromMs));
    yield `${Buffer.from(piece).toString('base64')}\n`;
  }
  yield '</script>\n';
}

function data(id: string, json: string): string {
  return `<script type="application/json" id="${id}">${inScript(json)}</script>\n`;
}

/** JSON in which nothing can end the script element, or open a comment in it. */
function inScript(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
