import { LINE_TEST_NOTE } from '../../settings/built-in-connectors.ts';
import type { Evidence } from '../finding.ts';
import { at, rule } from '../rule.ts';

/** A call of the console's own fake Genesys Cloud proves less than one that came from outside. */
const OWN_CALL = {
  title: 'This console’s side works: now make the same call through Genesys Cloud',
  explanation:
    'The console’s own fake Genesys Cloud heard the test sound. So server, credentials and format are right as far as this machine; of the way through Genesys Cloud nothing is known yet.',
  fix: [
    'Set the same Connector ID in Architect, publish the flow, and call: when the caller hears it, the way is clear.',
  ],
};

/** The bot that beeps, counts or echoes was heard: what that proves is said in the session itself. */
export const lineTestHeard = rule(
  {
    id: 'line-test-heard',
    severity: 'note',
    title: 'Genesys Cloud to caller works: the fault is in the bot or its server',
    explanation:
      'This call was answered by the console’s own test sound, and Genesys Cloud reported that it plays it to the caller. So address, credentials, format and the way of the sound are right.',
    fix: [
      'Put your own Connector ID back.',
      'If its bot is not heard, look at that call’s findings: the sound is lost between the model and the frames that go out.',
    ],
    confidence: 'certain',
    source: 'playback_started of the client',
    rank: 80,
  },
  () => {
    const evidence: Evidence[] = [];
    let isOwn = false;
    return {
      see({ event }) {
        if (event.type !== 'note' || event.code !== LINE_TEST_NOTE) return;
        if (event.data?.step === 'own-call') isOwn = true;
        if (event.data?.step === 'started') evidence.push(at(event, event.text));
      },
      found: () => (evidence.length === 0 ? undefined : { evidence, ...(isOwn ? OWN_CALL : {}) }),
    };
  },
);
