import { parseDurationMs } from '../../audiohook/duration.ts';
import { isRecord } from '../../realtime/parse.ts';
import type { Evidence } from '../finding.ts';
import { andMore, at, duration, rule } from '../rule.ts';

/** Recognisers round, ms. */
const TOLERANCE_MS = 250;

export const transcriptTimes = rule(
  {
    id: 'transcript-times',
    severity: 'warning',
    title: 'The times of the transcripts are wrong: they lie where no audio was sent',
    explanation:
      'offset and duration of a transcript count on the timeline of the client, which goes on while audio is paused or discarded. These lie beyond what was sent so far, or in a piece that was never sent.',
    fix: [
      'Count samples, not arrivals or seconds: offset = samples so far ÷ 8000.',
      'Add what paused and discarded skip: the start and discarded of resumed, and discarded itself.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL row 46',
    rank: 59,
  },
  call => {
    const evidence: Evidence[] = [];
    let count = 0;
    let sentMs = 0;
    /** Pieces of the timeline that were never sent. */
    const gaps: { fromMs: number; toMs: number }[] = [];
    const skipped = (parameters: Readonly<Record<string, unknown>>) => {
      const fromMs = durationIn(parameters.start);
      const lengthMs = durationIn(parameters.discarded);
      if (fromMs === undefined || lengthMs === undefined || lengthMs === 0) return;
      gaps.push({ fromMs, toMs: fromMs + lengthMs });
      sentMs = Math.max(sentMs, fromMs + lengthMs);
    };
    return {
      see({ event, from, message }) {
        if (event.leg !== 'genesys') return;
        if (message && from === 'genesys') {
          sentMs = Math.max(sentMs, durationIn(message.body.position) ?? 0);
          if (message.type === 'discarded' || message.type === 'resumed') skipped(message.parameters);
          return;
        }
        if (event.type === 'audio' && from === 'genesys') sentMs += event.bytes / bytesPerMs(call.selected[0]);
        if (!message || from !== 'server' || message.type !== 'event') return;
        for (const { offset, duration: length } of transcripts(message.parameters.entities)) {
          const fromMs = durationIn(offset);
          const toMs = (fromMs ?? 0) + (durationIn(length) ?? 0);
          if (fromMs === undefined) continue;
          const gap = gaps.find(each => fromMs >= each.fromMs + TOLERANCE_MS && toMs <= each.toMs - TOLERANCE_MS);
          if (toMs <= sentMs + TOLERANCE_MS && !gap) continue;
          count += 1;
          const where = `A transcript lies at ${duration(fromMs)} to ${duration(toMs)}`;
          const why = gap
            ? `${duration(gap.fromMs)} to ${duration(gap.toMs)} were never sent`
            : `${duration(sentMs)} had been sent`;
          if (evidence.length < 5) evidence.push(at(event, `${where}; ${why}`));
        }
      },
      found: () => (count === 0 ? undefined : { evidence: andMore(evidence, count) }),
    };
  },
);

function durationIn(value: unknown): number | undefined {
  return typeof value === 'string' ? parseDurationMs(value) : undefined;
}

function bytesPerMs(media: Readonly<Record<string, unknown>> | undefined): number {
  const channels = Array.isArray(media?.channels) ? Math.max(1, media.channels.length) : 1;
  return 8 * channels * (media?.format === 'L16' ? 2 : 1);
}

/** The data of the transcripts among the entities of an event. */
function transcripts(entities: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(entities)) return [];
  return entities.flatMap(entity =>
    isRecord(entity) && entity.type === 'transcript' && isRecord(entity.data) ? [entity.data] : [],
  );
}
