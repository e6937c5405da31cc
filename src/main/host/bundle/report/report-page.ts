/**
 * report.html: a call as one file that opens from a mail attachment. It loads nothing: its script and its style stand in
 * it, their hashes in its policy, and whatever else a capture may hold is data that nothing runs.
 */
import { createHash } from 'node:crypto';
import type { SessionEvent } from '../../../../shared/events/session-event.ts';
import { legName, type Role } from '../../../../shared/projections/leg-names.ts';
import { foldMessageRows, type MessageRow, noMessageRows, rowAt } from '../../../../shared/projections/message-rows.ts';
import type { LaneName } from '../../../../shared/projections/timeline.ts';
import type { RedactedSession } from '../bundle-contents.ts';
import type { CallSound } from '../call-sound.ts';
import elements from './page/elements.js?raw';
import findingsStyle from './page/findings.css?raw';
import findings from './page/findings.js?raw';
import logStyle from './page/log.css?raw';
import log from './page/log.js?raw';
import player from './page/player.js?raw';
import pageStyle from './page/report.css?raw';
import main from './page/report.js?raw';
import summaryPart from './page/summary.js?raw';
import timelineStyle from './page/timeline.css?raw';
import timeline from './page/timeline.js?raw';
import transcriptStyle from './page/transcript.css?raw';
import transcript from './page/transcript.js?raw';
import { type ReportHead, type ReportRow, reportFolds, reportLanes, rowsOfEvents } from './report-data.ts';

/** Longer calls are heard in call.wav: their sound would make a page that no mail takes. */
const LONGEST_HEARD_MS = 10 * 60_000;
/** Of one message no more than this is shown; the whole of it is in events.ndjson. Characters. */
const MOST_TEXT = 6000;
const PIECE_MS = 30_000;
/** One script, in this order: each part is a function that the last one calls. */
const SCRIPT = [elements, player, summaryPart, findings, timeline, transcript, log, main].join('\n');
const STYLE = [pageStyle, findingsStyle, timelineStyle, transcriptStyle, logStyle].join('\n');

/** The page, piece by piece. */
export async function* reportText(session: RedactedSession, sound: CallSound): AsyncGenerator<string> {
  const { summary, events, diagnosis, redaction, version } = session;
  const hasAudio = redaction.audio === 'included';
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(SCRIPT)}'`,
    `style-src '${hashOf(STYLE)}'`,
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
<style>${STYLE}</style>
</head>
<body>
<main id="report"></main>
<noscript>This page draws itself with a script of its own, and loads nothing. Allow scripts to read it, or read log.txt.</noscript>
`;
  const lanes = await reportLanes(sound, hasAudio);
  const heard = hasAudio && lanes.length > 0 && sound.durationMs <= LONGEST_HEARD_MS;
  const rows = allRows(events);
  const folds = reportFolds(events);
  const { tracks: _tracks, ...facts } = summary;
  const head: ReportHead = {
    ...{ version, summary: facts, redaction, diagnosis, ...folds },
    durationMs: Math.max(sound.durationMs, Math.ceil(events.at(-1)?.atMs ?? 0)),
    ...{ heard, lanes },
    rowOf: rowsOfEvents(rows, diagnosis, folds.turns),
  };
  yield `<script type="application/json" id="head">${inScript(JSON.stringify(head))}</script>\n`;
  yield* rowsText(rows, events, summary.role);
  if (heard) for (const { name } of lanes) yield* laneText(name, sound);
  yield `<script>${SCRIPT}</script>
</body>
</html>
`;
}

function allRows(events: readonly SessionEvent[]): MessageRow[] {
  const rows = foldMessageRows(noMessageRows, events);
  return Array.from({ length: rows.count }, (_none, at) => rowAt(rows, at)).filter(row => row !== undefined);
}

/** The rows of the log, as a block of data of one JSON row a line. */
function* rowsText(rows: readonly MessageRow[], events: readonly SessionEvent[], role: Role): Generator<string> {
  yield '<script type="application/x-ndjson" id="rows">\n';
  const byNumber = new Map(events.map(event => [event.n, event]));
  for (const row of rows) yield `${inScript(JSON.stringify(shown(row, byNumber.get(row.n), role)))}\n`;
  yield '</script>\n';
}

function shown(
  { n, kind, atMs, leg, direction, type, seq, summary, bytes, level, members }: MessageRow,
  event: SessionEvent | undefined,
  role: Role,
): ReportRow {
  const text = event?.type === 'message' ? event.text : event?.type === 'audio' ? '' : JSON.stringify(event);
  const cut = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}… (the rest is in events.ndjson)` : text;
  const said = { type, seq, summary, bytes, level, folded: members.length, text: cut };
  return { n, kind, atMs, leg, legName: legName(leg, role), direction, ...said };
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
