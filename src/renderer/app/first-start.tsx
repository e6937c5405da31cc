import { OpenCapture } from '../features/bundle/open-capture.tsx';
import { useClient, useParts } from './parts.ts';
import { FIRST_ASKED, SymptomLinks } from './symptom-links.tsx';

type FirstProps = { onTalk(): void; onCapture(files: readonly File[]): void; busy: boolean };

/** Before the first session: what one can do, and what people ask. */
export function FirstStart({ onTalk, onCapture, busy }: FirstProps) {
  const client = useClient();
  const { setup, view } = useParts();
  return (
    <div className="first-start">
      <section className="first-choice" aria-labelledby="first-talk">
        <h2 id="first-talk">Talk to the bot now</h2>
        <p>
          A fake Genesys Cloud calls this console’s own server with your microphone. It needs no account. Headphones
          keep the bot from hearing itself.
        </p>
        <button type="button" className="primary" disabled={busy} onClick={onTalk}>
          Talk to the bot now
        </button>
      </section>
      <section className="first-choice" aria-labelledby="first-genesys">
        <h2 id="first-genesys">Connect Genesys Cloud</h2>
        <p>
          What to type into its forms, a way in from outside, and step by step what arrives. API key and client secret
          are made already.
        </p>
        <button
          type="button"
          onClick={() => {
            setup.tab.set('connect');
            view.set('setup');
          }}
        >
          Connect Genesys Cloud
        </button>
      </section>
      <section className="first-choice" aria-labelledby="first-questions">
        <h2 id="first-questions">Something does not work</h2>
        <SymptomLinks ids={FIRST_ASKED} />
      </section>
      <section className="first-choice" aria-labelledby="first-capture">
        <h2 id="first-capture">Open a capture</h2>
        <p>A support bundle of another console: drop it anywhere on this page, or choose it.</p>
        <OpenCapture disabled={!client} onFiles={onCapture} label="Open a capture" />
      </section>
    </div>
  );
}
