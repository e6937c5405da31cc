import type { SecretsState } from '../../../shared/contract/settings-contract.ts';
import { SecretField } from './secret-field.tsx';
import { Section } from './section.tsx';

/** With which token a way in from outside is opened; opening and closing it is Setup's. */
export function TunnelSection({ secrets }: { secrets: SecretsState | undefined }) {
  return (
    <Section id="tunnel" title="Tunnel">
      <SecretField
        secrets={secrets}
        name="ngrok-authtoken"
        label="ngrok authtoken"
        hint="From your ngrok account. Setup opens and closes the tunnel with it."
      />
    </Section>
  );
}
