import { useMemo } from 'react';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { describeEvent } from '../../../shared/projections/message-words.ts';
import { clockTime } from '../../ui/format.ts';
import { jsonDifferences, valueText } from './json-tree.ts';
import '../../ui/compare-table.css';
import './compare-messages.css';

/** Two selected messages: what differs between them, value by value. */
export function CompareMessages({ first, second }: { first: SessionEvent; second: SessionEvent }) {
  const differences = useMemo(() => jsonDifferences(contentOf(first), contentOf(second)), [first, second]);
  const sinceMs = second.atMs - first.atMs;
  return (
    <section className="compare" aria-label="Compared messages">
      <p>
        <span className="mono">{describeEvent(first).type}</span> at {clockTime(first.atMs)} and{' '}
        <span className="mono">{describeEvent(second).type}</span> {sinceMs.toFixed(3)} ms later
      </p>
      {differences.length === 0 ? (
        <p className="quiet">They say the same.</p>
      ) : (
        <table className="compare-table">
          <thead>
            <tr>
              <th scope="col">where</th>
              <th scope="col">first</th>
              <th scope="col">second</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ path, before, after }) => (
              <tr key={path}>
                <th scope="row" className="mono">
                  {path}
                </th>
                <td className="mono">{side(before)}</td>
                <td className="mono">{side(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const side = (value: unknown) => (value === undefined ? <span className="quiet">not there</span> : valueText(value));

function contentOf(event: SessionEvent): unknown {
  if (event.type !== 'message') return event;
  try {
    return JSON.parse(event.text);
  } catch {
    // Not JSON: the text itself is compared.
    return event.text;
  }
}
