import type { ReactNode } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { asPost } from '../../../shared/diagnosis/as-post.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useStore } from '../../ui/store.ts';
import { allEvents } from '../message-log/all-events.ts';
import type { MessageLogStore } from '../message-log/message-log-store.ts';
import { ChainView } from './chain-view.tsx';
import { FindingItem } from './finding-item.tsx';
import type { FindingsStore } from './findings-store.ts';
import { OtherSide } from './other-side.tsx';
import './findings.css';

type TabProps = {
  store: FindingsStore;
  /** Answers are kept through it. */
  client: ConsoleClient | undefined;
  session: SessionSummary;
  log: MessageLogStore;
  /** Goes to where a finding shows. */
  onGoTo(atMs: number, n?: number): void;
  /** Where to look when it is none of these. */
  children?: ReactNode;
};

/** What is wrong and what to do, the two questions, what is not the cause, and where to look on the other side. */
export function FindingsTab({ store, client, session, log, onGoTo, children }: TabProps) {
  const { diagnosis, failure } = useStore(store);
  if (!diagnosis) {
    return <p className="findings-none quiet">{failure?.message ?? 'The session is being looked through…'}</p>;
  }
  const { findings, chains, notTheCause } = diagnosis;
  return (
    <div className="findings" data-testid="findings">
      {findings.length === 0 && (
        <p className="findings-none quiet">
          Nothing wrong was found. If somebody heard otherwise, the two chains below say what was seen, and what was
          not.
        </p>
      )}
      <ol className="finding-list">
        {findings.map((finding, index) => (
          <li key={finding.id}>
            <FindingItem
              finding={finding}
              number={findings.length > 1 ? index + 1 : undefined}
              open={index === 0}
              onGoTo={onGoTo}
            />
          </li>
        ))}
      </ol>
      {chains.map(chain => (
        <ChainView key={chain.id} chain={chain} onGoTo={onGoTo} />
      ))}
      {notTheCause.length > 0 && (
        <section className="findings-part">
          <h3>Not the cause</h3>
          <ul className="plain-list quiet">
            {notTheCause.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      {children}
      {session.kind !== 'refused' && <OtherSide client={client} log={log} session={session} diagnosis={diagnosis} />}
      <section className="findings-part">
        <h3>Ask others</h3>
        <p className="quiet">
          The setup, the first finding and the messages that decide, as Markdown. Keys, numbers and ids are masked.
        </p>
        <CopyButton text={() => asPost(session, allEvents(log), diagnosis)} what="as a post" label="Copy as a post" />
      </section>
    </div>
  );
}
