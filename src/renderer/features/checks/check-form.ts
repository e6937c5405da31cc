/** What the fields of the check say, and what is asked of the host. Lives as long as the page; secrets are not kept. */
import type { CheckProfile } from '../../../shared/checks/check-report.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { createStore } from '../../ui/store.ts';

export type CheckForm = {
  readonly elsewhere: boolean;
  readonly url: string;
  readonly apiKey: string;
  readonly clientSecret: string;
  readonly connectorId: string;
  readonly profile: CheckProfile;
};

export type CheckRequest = {
  /** Absent: this console's own server. */
  readonly target?: string;
  readonly connectorId: string;
  readonly credentials?: { apiKey: string; clientSecret: string };
  readonly profile: CheckProfile;
};

export const createCheckForm = () =>
  createStore<CheckForm>({
    elsewhere: false,
    url: '',
    apiKey: '',
    clientSecret: '',
    connectorId: 'demo-bot',
    profile: 'audio-connector',
  });

/** The request, or what is missing. The host checks the rest. */
export function checkOf(form: CheckForm): Result<CheckRequest, 'incomplete'> {
  const { elsewhere, apiKey, clientSecret, profile } = form;
  const connectorId = form.connectorId.trim();
  if (!elsewhere) return ok({ connectorId, profile });
  const target = form.url.trim();
  if (!/^wss?:\/\/./.test(target)) {
    return fail('incomplete', 'Type the server’s address, beginning with ws:// or wss://.');
  }
  if (apiKey === '' && clientSecret !== '') {
    return fail('incomplete', 'A client secret signs for an API key: type the key too, or leave both empty.');
  }
  return ok({ target, connectorId, profile, ...(apiKey === '' ? {} : { credentials: { apiKey, clientSecret } }) });
}
