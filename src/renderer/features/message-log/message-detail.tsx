import { useMemo, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { MessageRow } from '../../../shared/projections/message-rows.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { audioLength, clockTime, grouped } from '../../ui/format.ts';
import { audioRangeOf } from './event-bytes.ts';
import { EventBytes } from './event-bytes-view.tsx';
import { valueText } from './json-tree.ts';
import { JsonView } from './json-view.tsx';
import type { RowFinding } from './row-findings.ts';
import { type Rule, ruleOf, rulesNaming } from './rule-text.ts';
import './message-detail.css';

type DetailProps = {
  row: MessageRow;
  event: SessionEvent;
  sessionId: string;
  client: ConsoleClient | undefined;
  eventOf(n: number): SessionEvent | undefined;
  /** What the diagnosis says of the row. */
  finding: RowFinding | undefined;
  onFinding(id: string): void;
};

type Look = 'tree' | 'raw' | 'bytes';

/** The selected row in full: the message as a tree, as it was on the wire or in bytes; and what the rules say of it. */
export function MessageDetail({ row, event, sessionId, client, eventOf, finding, onFinding }: DetailProps) {
  const [look, setLook] = useState<Look>('tree');
  const text = useMemo(() => (event.type === 'message' ? event.text : JSON.stringify(event)), [event]);
  const tree = useMemo(() => parseTree(text), [text]);
  const pretty = tree ? JSON.stringify(tree, null, 2) : text;
  const folded = row.members.length;
  const range = useMemo(() => audioRangeOf(row.members.flatMap(n => eventOf(n) ?? [])), [row, eventOf]);
  return (
    <section className="detail" aria-label="Message">
      <div className="detail-bar">
        <h2 className="cut grow mono">{row.type}</h2>
        <button type="button" aria-pressed={look === 'raw'} onClick={() => setLook(look === 'raw' ? 'tree' : 'raw')}>
          Raw
        </button>
        {range && (
          <button
            type="button"
            aria-pressed={look === 'bytes'}
            onClick={() => setLook(look === 'bytes' ? 'tree' : 'bytes')}
          >
            Bytes
          </button>
        )}
        <CopyButton text={look === 'raw' ? text : pretty} what="message" />
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
        <dd className={`wide ${row.level ?? ''}`}>{row.said ?? row.summary}</dd>
        {finding && (
          <>
            <dt>Finding</dt>
            <dd className="wide">
              {finding.ids.map((id, at) => (
                <button key={id} type="button" className="link" onClick={() => onFinding(id)}>
                  {finding.titles[at]}
                </button>
              ))}
            </dd>
          </>
        )}
      </dl>
      {range && look !== 'bytes' && <EventBytes sessionId={sessionId} range={range} client={client} hex={false} />}
      <Rules event={event} type={row.type} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached by keyboard */}
      <section className="detail-body" data-testid="message-json" tabIndex={0} aria-label="Message content">
        {look === 'bytes' && range ? (
          <EventBytes sessionId={sessionId} range={range} client={client} hex />
        ) : look === 'raw' || !tree ? (
          <pre className="detail-raw mono">{withoutBase64(text)}</pre>
        ) : (
          <JsonView value={tree} />
        )}
      </section>
    </section>
  );
}

/** A note's own rule is told at once; those that a message is named in, when somebody asks. */
function Rules({ event, type }: { event: SessionEvent; type: string }) {
  const own = event.type === 'note' ? ruleOf(event.code) : undefined;
  if (own) {
    return (
      <div className="detail-rules" data-testid="rule-text">
        <RuleText rule={own} />
      </div>
    );
  }
  const naming = event.type === 'message' && event.leg !== 'console' ? rulesNaming(type, event.leg) : [];
  if (naming.length === 0) return null;
  return (
    <details className="detail-rules">
      <summary>
        {naming.length} {naming.length === 1 ? 'rule names' : 'rules name'} <span className="mono">{type}</span>
      </summary>
      {naming.map(rule => (
        <RuleText key={rule.id} rule={rule} />
      ))}
    </details>
  );
}

function RuleText({ rule }: { rule: Rule }) {
  return (
    <p>
      <b>{rule.id}</b> {rule.text} <span className="quiet">({rule.source})</span>
    </p>
  );
}

/** Audio was moved to a track before the event was kept; what else is base64 is not for reading either. */
function withoutBase64(text: string): string {
  return text.replace(/"[A-Za-z0-9+/]{256,}={0,2}"/g, found => `"${valueText(found.slice(1, -1))}"`);
}

function parseTree(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
