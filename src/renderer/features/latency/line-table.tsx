import { latencyWords } from '../../../shared/latency/latency-words.ts';
import type { LineQuality } from '../../../shared/latency/line-quality.ts';

/** The line itself: round trips, and how evenly the caller's audio came. */
export function LineTable({ line: { roundTrip, callerFrames } }: { line: LineQuality }) {
  if (!roundTrip && !callerFrames) return null;
  return (
    <section aria-label="Line">
      <h3>Line</h3>
      <dl className="line-facts">
        {roundTrip && (
          <>
            <dt>Round trip</dt>
            <dd>
              p50 {roundTrip.p50Ms.toFixed(1)} ms, worst {roundTrip.worstMs.toFixed(1)} ms of {roundTrip.count} pings
            </dd>
          </>
        )}
        {callerFrames && (
          <>
            <dt>Caller’s frames</dt>
            <dd>
              p90 {latencyWords(callerFrames.jitterP90Ms)} late, worst {latencyWords(callerFrames.worstLateMs)}
            </dd>
            <dt>Gaps</dt>
            <dd>
              {callerFrames.gaps === 0
                ? 'none over 100 ms'
                : `${callerFrames.gaps} over 100 ms, longest ${latencyWords(callerFrames.longestGapMs)}`}
            </dd>
            {callerFrames.driftPpm !== undefined && (
              <>
                <dt>Clock</dt>
                <dd>
                  the caller’s runs {Math.abs(callerFrames.driftPpm).toFixed(0)} ppm{' '}
                  {callerFrames.driftPpm >= 0 ? 'fast' : 'slow'}
                </dd>
              </>
            )}
          </>
        )}
      </dl>
    </section>
  );
}
