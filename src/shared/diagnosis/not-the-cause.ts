/** What people take for the cause, and is not: said too, so that nobody looks there. */
import type { CallFacts } from './call-facts.ts';
import type { Chain, DiagnosisResult, Finding } from './finding.ts';

type Innocent = DiagnosisResult['notTheCause'][number];

/** Links of the chain that end before the bot's sound is on its way to Genesys Cloud. */
const OF_THE_MODEL = ['session', 'response', 'delta', 'decoded'];
/** What no link of the chain has, and is on this way all the same; and every `bot-audio-…`. */
const OF_THE_SOUND = ['zero-silence', 'audio-to-listener', 'genesys-reports-error'];
const OF_THE_CONNECTOR_ID = ['unknown-connector', 'connector-id-is-url', 'connector-id-is-uuid'];

export function notTheCause(call: CallFacts, all: readonly Finding[], chains: readonly Chain[]): Innocent[] {
  const findings = all.filter(({ severity }) => severity !== 'note');
  // Of a call in which nothing is wrong nothing needs to be cleared.
  if (findings.length === 0) return [];
  const found: Innocent[] = [];
  const headers = call.upgrade?.headers ?? {};
  const says = (id: string, text: string) => found.push({ id, text });
  const isFound = (ids: readonly string[]) => findings.some(({ id }) => ids.includes(id));
  if (call.opened && call.upgrade?.headers && !isFound(['signature-not-checked'])) {
    for (const { id, text } of credentials(call)) says(id, text);
  }
  if (call.opened && call.selected.length > 0 && !isFound(OF_THE_CONNECTOR_ID)) {
    says('connector-id', 'The Connector ID: the server took it. Many servers take any; that is no fault of yours.');
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
  if (call.playbackStarted.length > 0 && !isSoundBlamed(findings, chains)) {
    says('playback', 'The way of the bot’s sound to Genesys Cloud: it reported playback_started.');
  }
  return found;
}

/** Of a session that was opened: what was sent was taken, and what was not sent was not tried. */
function credentials(call: CallFacts): Innocent[] {
  const sent = (name: string) => call.upgrade?.headers?.[name] !== undefined || call.relayChanged.includes(name);
  const signed = sent('signature');
  // Somebody's server may take whatever comes.
  const taken = (right: string, it: string) =>
    call.isTheirServer ? `the server took ${it}.` : `the session was opened, so ${right}.`;
  if (!sent('x-api-key')) {
    const nor = signed ? '' : ' Nor was there a signature, so the client secret was not tried either.';
    return [
      {
        id: 'no-key',
        text: `The missing API key: none was sent, so it was not tried, and the server opened the session without.${nor}`,
      },
    ];
  }
  if (!signed) {
    return [
      {
        id: 'credentials',
        text: `API key: ${taken('it is right', 'it')} The client secret was not tried: nothing was signed.`,
      },
      {
        id: 'no-secret',
        text: 'The missing signature: without a client secret Genesys Cloud does not sign, and that is allowed.',
      },
    ];
  }
  return [{ id: 'credentials', text: `API key and client secret: ${taken('they are right', 'them')}` }];
}

/** Whether anything is wrong on the way from the server to Genesys Cloud, though playback began. */
function isSoundBlamed(findings: readonly Finding[], chains: readonly Chain[]): boolean {
  const links = chains.find(({ id }) => id === 'caller-hears')?.links ?? [];
  return (
    links.some(({ id, state }) => state === 'broken' && !OF_THE_MODEL.includes(id)) ||
    findings.some(({ id }) => id.startsWith('bot-audio') || OF_THE_SOUND.includes(id))
  );
}
