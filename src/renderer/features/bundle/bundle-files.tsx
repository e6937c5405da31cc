import { useEffect, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { bytesWords } from '../../../shared/projections/words.ts';
import type { ReadyBundle } from './export-store.ts';

/** What each file is for; of a track what it is. */
const WORDS: Readonly<Record<string, string>> = {
  'report.html': 'The call as a page: opens in any browser, without a network',
  'log.txt': 'One readable line an event',
  'findings.json': 'What the console found',
  'call.har': "For the browser's developer tools: Network, Import HAR",
  'call.wav': 'Caller left, bot right, as it was heard',
  'session.json': 'What the list of sessions shows',
  'events.ndjson': 'Every event, for the console',
};

/** A look is a page or two, not all of a long call. Bytes. */
const MOST_LOOKED_AT = 60_000;

/** The files of a bundle, and a look into the texts among them. */
export function BundleFiles({ client, bundle }: { client: ConsoleClient; bundle: ReadyBundle }) {
  const [looked, setLooked] = useState('log.txt');
  return (
    <>
      <ul className="bundle-files" aria-label="Files of the bundle">
        {bundle.files.map(({ name, bytes }) => {
          const isText = !/\.(?:raw|wav)$/.test(name);
          return (
            <li key={name}>
              {isText ? (
                <button type="button" className="plain" aria-pressed={looked === name} onClick={() => setLooked(name)}>
                  {name}
                </button>
              ) : (
                <span className="bundle-sound">{name}</span>
              )}
              <span className="quiet cut">{WORDS[name] ?? 'A track as it was captured'}</span>
              <span className="number">{bytesWords(bytes)}</span>
            </li>
          );
        })}
      </ul>
      <Look client={client} ticket={bundle.ticket} name={looked} />
    </>
  );
}

function Look({ client, ticket, name }: { client: ConsoleClient; ticket: string; name: string }) {
  const [seen, setSeen] = useState<{ name: string; text: string }>();
  useEffect(() => {
    let gone = false;
    void client.lookIntoBundle({ ticket, name, most: MOST_LOOKED_AT }).then(answer => {
      if (gone) return;
      const { text, more } = answer.ok ? answer.value : { text: answer.error.message, more: false };
      setSeen({ name, text: more ? `${text}\n… (the file goes on)` : text });
    });
    return () => {
      gone = true;
    };
  }, [client, ticket, name]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached by keyboard
    <section className="bundle-look" tabIndex={0} aria-label={`Beginning of ${name}`} data-testid="bundle-look">
      <pre className="mono">{seen?.name === name ? seen.text : ''}</pre>
    </section>
  );
}
