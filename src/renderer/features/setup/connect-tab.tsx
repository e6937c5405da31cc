import { TunnelSection } from './tunnel-section.tsx';
import { ValuesSection } from './values-section.tsx';
import { Waiting } from './waiting.tsx';

/** The steps on the left, what arrives on the right: one is done while the other is watched. */
export function ConnectTab() {
  return (
    <div className="setup-connect">
      <div className="setup-steps">
        <p className="setup-keys">
          Genesys Cloud proves itself to <strong>your server</strong> with an API key and a client secret, which{' '}
          <strong>you invent</strong>: nobody issues them. Your server proves itself to <strong>OpenAI</strong> with the
          OpenAI key, which Genesys Cloud never sees.
        </p>
        <TunnelSection />
        <ValuesSection />
      </div>
      <Waiting />
    </div>
  );
}
