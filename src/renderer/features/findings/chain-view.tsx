import { useState } from 'react';
import type { Chain, Link } from '../../../shared/diagnosis/finding.ts';
import { clockTime } from '../../ui/format.ts';

const STATES: Readonly<Record<Link['state'], { sign: string; word: string }>> = {
  ok: { sign: '✓', word: 'seen to be right' },
  broken: { sign: '✕', word: 'broken' },
  unknown: { sign: '?', word: 'not seen' },
  waiting: { sign: '…', word: 'not yet' },
};

/** One question, its answer, and the links from one end to the other. */
export function ChainView({ chain, onGoTo }: { chain: Chain; onGoTo(atMs: number, n?: number): void }) {
  // What comes to light later does not move what is being read.
  const [initially] = useState(() => chain.links.some(({ state }) => state === 'broken'));
  const { id, question, answer, links } = chain;
  return (
    <section className="findings-part" data-chain={id} aria-label={question}>
      <h3>{question}</h3>
      <p>{answer}</p>
      <details open={initially}>
        <summary className="quiet">The chain, link by link</summary>
        <ol className="chain">
          {links.map(link => (
            <li key={link.id} className={`chain-link ${link.state}`}>
              <span aria-hidden="true" className="chain-sign">
                {STATES[link.state].sign}
              </span>
              <span className="visually-hidden">{STATES[link.state].word}: </span>
              <span>
                {link.label}
                <span className="quiet"> {link.text}</span>
              </span>
              {link.atMs !== undefined && (
                <button
                  type="button"
                  className="link number"
                  aria-label={`${clockTime(link.atMs)}: go to ${link.label}`}
                  onClick={() => link.atMs !== undefined && onGoTo(link.atMs, link.n)}
                >
                  {clockTime(link.atMs)}
                </button>
              )}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
