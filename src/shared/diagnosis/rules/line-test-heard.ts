import { LINE_TEST_NOTE } from '../../settings/built-in-connectors.ts';
import { noteRule } from '../rule.ts';

/** The bot that beeps, counts or echoes was heard: what that proves is said in the session itself. */
export const lineTestHeard = noteRule(
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
  ({ code, data }) => code === LINE_TEST_NOTE && data?.step === 'started',
);
