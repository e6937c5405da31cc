/** With which key, and at which address, the Realtime API is reached: of the settings and secrets, as they are now. */
import type { SecretState } from '../../../shared/contract/settings-contract.ts';
import type { OpenAiAccess } from '../bots/bot-choice.ts';
import type { Secrets } from './secrets.ts';
import type { SettingsStore } from './settings-store.ts';

const KEY_FROM: Readonly<Record<SecretState['from'], string>> = {
  nowhere: 'no key',
  environment: 'the key of OPENAI_API_KEY',
  typed: 'the key that was typed in Settings',
  kept: 'the key that is kept in Settings',
};

export function openAiAccess(
  settings: SettingsStore,
  secrets: Secrets,
  env: Readonly<Record<string, string | undefined>>,
): OpenAiAccess {
  const { baseURL, organization, project } = settings.current.openai;
  const from = secrets.state.secrets.find(one => one.name === 'openai-key')?.from ?? 'nowhere';
  return {
    apiKey: secrets.get('openai-key'),
    baseURL: baseURL ?? (env.OPENAI_BASE_URL || undefined),
    keyFrom: KEY_FROM[from],
    ofEnvironment: from === 'environment' && baseURL === undefined,
    organization,
    project,
  };
}
