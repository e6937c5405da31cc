/** What report.html knows of a call besides the rows of its log: made here, read by the scripts in `page/`. */
import type { Redaction } from '../../../../shared/bundle/manifest.ts';
import type { DiagnosisResult } from '../../../../shared/diagnosis/finding.ts';
import type { SessionEvent } from '../../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../../shared/events/session-summary.ts';
import { EventLanes, type LaneItem } from '../../../../shared/projections/event-lanes.ts';
import type { MessageRow } from '../../../../shared/projections/message-rows.ts';
import { type LaneName, Timeline } from '../../../../shared/projections/timeline.ts';
import { Transcript, type TranscriptTurn } from '../../../../shared/projections/transcript.ts';
import type { CallSound } from '../call-sound.ts';

export type ReportHead = {
  version: string;
  summary: Omit<SessionSummary, 'tracks'>;
  redaction: Redaction;
  diagnosis: DiagnosisResult;
  turns: readonly TranscriptTurn[];
  /** Of the timeline: until the last event or the last sound, ms. */
  durationMs: number;
  /** The sound can be played in the page. */
  heard: boolean;
  lanes: readonly ReportLane[];
  /** Bot audio that was sent and that a barge-in cut, where it would have been heard. */
  cuts: readonly { startMs: number; endMs: number; cutMs: number }[];
  /** What happened, for marks on the timeline; the last ones are left out where there are too many. */
  marks: readonly Omit<LaneItem, 'n'>[];
  /** Rows that hold an event which is not their first: the number of the event, and that of its row. */
  rowOf: Readonly<Record<number, number>>;
};

/** A row of the log as the page shows it. `folded`: how many events it stands for. `text`: the message, or the event. */
export type ReportRow = Pick<
  MessageRow,
  'n' | 'kind' | 'atMs' | 'leg' | 'direction' | 'type' | 'seq' | 'summary' | 'bytes' | 'level'
> & { legName: string; folded: number; text: string };

export type ReportLane = {
  name: LaneName;
  /** Where there is audio, from and to, ms. */
  spans: readonly (readonly [number, number])[];
  /** The loudest of each column of the whole sound, 0 to 127; absent where the sound was left out. */
  peaks?: readonly number[];
  /** The length of what the columns stand for, ms. */
  peaksMs: number;
};

/** Columns of the waveforms, at the most. */
const COLUMNS = 2400;
/** Marks are read by eye: a call with more errors than this is one long mark. */
const MOST_MARKS = 400;

export async function reportLanes(sound: CallSound, hasAudio: boolean): Promise<ReportLane[]> {
  const columns = Math.max(1, Math.min(COLUMNS, Math.ceil(sound.durationMs / 20)));
  const names = (['caller', 'agent', 'bot'] as const).filter(name => sound.has(name));
  const lane = async (name: LaneName): Promise<ReportLane> => ({
    name,
    spans: sound.spans(name),
    peaksMs: sound.durationMs,
    ...(hasAudio ? { peaks: await sound.peaks(name, columns) } : {}),
  });
  return Promise.all(names.map(lane));
}

/** Turns, cuts and marks, from one pass over the events. */
export function reportFolds(events: readonly SessionEvent[]): Pick<ReportHead, 'turns' | 'cuts' | 'marks'> {
  const transcript = new Transcript();
  const timeline = new Timeline();
  const lanes = new EventLanes();
  for (const event of events) for (const fold of [transcript, timeline, lanes]) fold.add(event);
  return {
    turns: transcript.turns(),
    cuts: timeline
      .cuts(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
      .map(({ startMs, endMs, cutMs }) => ({ startMs, endMs, cutMs })),
    marks: lanes
      .items('events')
      .slice(0, MOST_MARKS)
      .map(({ kind, fromMs, toMs, words }) => ({ kind, fromMs, toMs, words })),
  };
}

/** The rows of those events that the page can be asked to go to, where they are not the first of their row. */
export function rowsOfEvents(
  rows: readonly MessageRow[],
  diagnosis: DiagnosisResult,
  turns: readonly TranscriptTurn[],
): Record<number, number> {
  const places = [
    ...diagnosis.findings.flatMap(({ evidence }) => evidence),
    ...diagnosis.chains.flatMap(({ links }) => links),
    ...turns,
  ];
  const asked = new Set(places.flatMap(({ n }) => (n === undefined ? [] : [n])));
  const found: Record<number, number> = {};
  for (const row of rows) for (const n of row.members) if (n !== row.n && asked.has(n)) found[n] = row.n;
  return found;
}
