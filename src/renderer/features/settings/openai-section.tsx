import type { SecretsState } from '../../../shared/contract/settings-contract.ts';
import { SecretField } from './secret-field.tsx';
import { Section } from './section.tsx';
import { TextSetting } from './setting-fields.tsx';

/** With which key, and where, the Realtime API is reached. */
export function OpenAiSection({ secrets }: { secrets: SecretsState | undefined }) {
  return (
    <Section id="openai" title="OpenAI">
      <SecretField
        secrets={secrets}
        name="openai-key"
        label="API key"
        hint="Your server proves itself with it to OpenAI. Genesys Cloud never sees it, and no capture holds it."
      />
      <TextSetting
        path={['openai', 'baseURL']}
        label="Base URL"
        mono
        placeholder="https://api.openai.com/v1"
        hint="Any server that speaks the Realtime API; http only on this machine. Else OPENAI_BASE_URL, else OpenAI."
      />
      <TextSetting
        path={['openai', 'organization']}
        label="Organization"
        mono
        placeholder="that of the key"
        hint="org-..., where a key belongs to several."
      />
      <TextSetting path={['openai', 'project']} label="Project" mono placeholder="that of the key" hint="proj_..." />
    </Section>
  );
}
