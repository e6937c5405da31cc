import { useMemo, useState } from 'react';
import { JsonView } from 'react-json-view-lite';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { MessageRow } from '../../../shared/projections/message-rows.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { audioLength, clockTime, grouped } from '../../ui/format.ts';
import { jsonStyle } from './json-style.ts';
import { ruleText } from './rule-text.ts';

type DetailProps = {
  row: MessageRow;
  event: SessionEvent;
};

/** The selected row in full: the message as a tree or as it was on the wire, to read and to copy. */
export function MessageDetail({ row, event }: DetailProps) {
  const [raw, setRaw] = useState(false);
  const text = useMemo(() => (event.type === 'message' ? event.text : JSON.stringify(event)), [event]);
  const tree = useMemo(() => parseTree(text), [text]);
  const pretty = tree ? JSON.stringify(tree, null, 2) : text;
  const folded = row.members.length;
  const rule = event.type === 'note' ? ruleText(event.code) : undefined;
  return (
    <section className="detail" aria-label="Message">
      <div className="detail-bar">
        <h2 className="cut grow mono">{row.type}</h2>
        <button type="button" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          Raw
        </button>
        <CopyButton text={raw ? text : pretty} what="message" />
      </div>
      <dl className="detail-facts">
        <dt>Time</dt>
        <dd>
          {clockTime(row.atMs)}
          {folded > 1 && ` to ${clockTime(row.lastAtMs)}`}
        </dd>
        <dt>Event</dt>
        <dd>
          {row.n}
          {folded > 1 && `, the first of ${folded}`}
        </dd>
        {row.bytes !== undefined && (
          <>
            <dt>Size</dt>
            <dd className="wide">
              {grouped(row.bytes)} bytes{row.audioMs > 0 && `, ${audioLength(row.audioMs)} of audio`}
            </dd>
          </>
        )}
        <dt>Says</dt>
        <dd className={`wide ${row.level ?? ''}`}>{row.summary}</dd>
        {rule && (
          <>
            <dt>Rule</dt>
            <dd className="wide" data-testid="rule-text">
              {rule}
            </dd>
          </>
        )}
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached by keyboard */}
      <section className="detail-body" data-testid="message-json" tabIndex={0} aria-label="Message content">
        {raw || !tree ? (
          <pre className="detail-raw mono">{text}</pre>
        ) : (
          <JsonView
            data={tree}
            style={jsonStyle}
            clickToExpandNode
            shouldExpandNode={level => level < 4}
            aria-label="Message content as a tree"
          />
        )}
      </section>
    </section>
  );
}

function parseTree(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
