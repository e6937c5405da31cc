import { type FormEvent, useState } from 'react';
import type { VadSettings } from '../../../shared/audio/voice-spans.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { latencyWords } from '../../../shared/latency/latency-words.ts';
import type { Turn } from '../../../shared/latency/turns.ts';
import { compareWithLab, type LabRow } from '../../../shared/latency/vad-lab.ts';
import { clockTime } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';

type LabProps = {
  sessionId: string;
  turns: readonly Turn[];
  client: ConsoleClient | undefined;
  onGoTo(atMs: number): void;
};

type Result = { readonly rows: readonly LabRow[]; readonly heard: number } | { readonly failure: string };

const FIELDS = [
  { key: 'threshold', label: 'Threshold', unit: '0 to 1', min: 0, max: 1, step: 0.05 },
  { key: 'silenceDurationMs', label: 'Silence', unit: 'ms', min: 20, max: 10_000, step: 10 },
  { key: 'prefixPaddingMs', label: 'Prefix', unit: 'ms', min: 0, max: 5000, step: 10 },
] as const;

/** Runs the console's own voice detection over the caller's track again, with other settings. */
export function VadLab({ sessionId, turns, client, onGoTo }: LabProps) {
  const [settings, setSettings] = useState<VadSettings>({
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceDurationMs: 300,
  });
  const [result, setResult] = useState<Result>();
  const [busy, setBusy] = useState(false);
  const run = async (event: FormEvent) => {
    event.preventDefault();
    if (!client) return;
    setBusy(true);
    const answer = await client.tryVad({ sessionId, settings });
    setBusy(false);
    setResult(
      answer.ok
        ? { rows: compareWithLab(turns, answer.value.turns), heard: answer.value.turns.length }
        : { failure: answer.error.message },
    );
  };
  return (
    <details className="vad-lab">
      <summary>Try another turn detection</summary>
      <form className="row" onSubmit={event => void run(event)}>
        {FIELDS.map(({ key, label, unit, ...limits }) => (
          <label key={key}>
            {label} <span className="quiet">({unit})</span>
            <input
              type="number"
              required
              {...limits}
              value={settings[key]}
              onChange={event => setSettings({ ...settings, [key]: event.target.valueAsNumber })}
            />
          </label>
        ))}
        <button type="submit" disabled={!client || busy}>
          {busy ? 'Listening…' : 'Try'}
        </button>
      </form>
      <p className="quiet">
        It is the console’s own energy detection, not OpenAI’s: take it as a hint, then set it in the profile.
      </p>
      {result && 'failure' in result && <Problem words={result.failure} />}
      {result && 'rows' in result && <LabRows {...result} onGoTo={onGoTo} />}
    </details>
  );
}

function LabRows({ rows, heard, onGoTo }: { rows: readonly LabRow[]; heard: number; onGoTo(atMs: number): void }) {
  return (
    <div role="status" data-testid="vad-result">
      <p>
        It hears {heard} {heard === 1 ? 'stretch' : 'stretches'} of speech.
        {rows.length === 0 && ' The model ended no turn in this session that could be compared.'}
      </p>
      <ol className="turn-list">
        {rows.map(row => (
          <li key={`${row.turn} ${row.kind} ${row.kind === 'missed' ? '' : row.stopMs}`} className="barge-in">
            {row.kind === 'missed' ? (
              <span className="mono">–</span>
            ) : (
              <button type="button" className="link mono" onClick={() => onGoTo(row.stopMs)}>
                {clockTime(row.stopMs)}
              </button>
            )}
            <LabWords row={row} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function LabWords({ row }: { row: LabRow }) {
  switch (row.kind) {
    case 'moved':
      return (
        <span className={row.gainMs > 0 ? 'good' : ''}>
          Turn {row.turn} ends {latencyWords(Math.abs(row.gainMs))} {row.gainMs >= 0 ? 'earlier' : 'later'}.
        </span>
      );
    case 'cut':
      return (
        <span className="warning">
          ▲ Turn {row.turn} is cut: the caller speaks on for {latencyWords(row.wentOnMs)}.
        </span>
      );
    case 'missed':
      return <span className="warning">▲ Turn {row.turn} is not heard, or does not end.</span>;
  }
}
