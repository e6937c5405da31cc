/** What people take for the cause, and is not: said too, so that nobody looks there. */
import type { CallFacts } from './call-facts.ts';
import type { DiagnosisResult, Finding } from './finding.ts';

type Innocent = DiagnosisResult['notTheCause'][number];

export function notTheCause(call: CallFacts, findings: readonly Finding[]): Innocent[] {
  // Of a call in which nothing is wrong nothing needs to be cleared.
  if (!findings.some(({ severity }) => severity !== 'note')) return [];
  const found: Innocent[] = [];
  const headers = call.upgrade?.headers ?? {};
  const says = (id: string, text: string) => found.push({ id, text });
  if (call.opened && call.selected.length > 0) {
    says('credentials', 'API key and client secret: the session was opened, so they are right.');
    says('connector-id', 'The Connector ID: the server took it. Many servers take any; that is no fault of yours.');
  }
  if (call.upgrade && headers.signature === undefined && call.opened) {
    says(
      'no-secret',
      'The missing signature: without a client secret Genesys Cloud does not sign, and that is allowed.',
    );
  }
  if (call.upgradeAnswer?.status === 401 && headers.signature === undefined && headers['x-api-key'] !== undefined) {
    says('address', 'Address and network: the server was reached, and answered.');
  } else if (call.isCaller && call.upgradeAnswer && call.upgradeAnswer.status !== 101) {
    says('network', 'The network: something at this address answered.');
  }
  const open = call.open?.message.parameters;
  if (open && typeof open.language === 'string' && call.opened) {
    says('language-case', `The language written "${open.language}": production sends lower case.`);
  }
  if (call.opened && !call.isProbe) {
    says('no-probe', 'That no connection probe was seen: it runs when the integration is activated, not with calls.');
  }
  if (call.playbackStarted.length > 0 && !findings.some(({ id }) => id.startsWith('bot-audio'))) {
    says('playback', 'The way of the bot’s sound to Genesys Cloud: it reported playback_started.');
  }
  return found;
}
