/** `open` and its answer, in all forms that production sends. PROTOCOL section 5. */
import { OPEN_TIMEOUT_MS } from '../../../shared/audiohook/limits.ts';
import {
  bad,
  type Check,
  droppedByServer,
  endedByServer,
  excerpt,
  good,
  type Judgement,
  LISTENING,
  ms,
  na,
} from './check.ts';
import type { CheckCall } from './check-call.ts';
import { disconnectOf, openedOf } from './moves.ts';
import type { ScenarioName } from './scenarios.ts';

const group = 'opening';

/** An open that must be answered with `opened`, and lead to a session that lives. */
function tolerated(call: CheckCall, what: string): Judgement {
  if (!openedOf(call)) {
    const disconnect = disconnectOf(call);
    const how = disconnect ? `answered with ${excerpt(disconnect.text)}` : (droppedByServer(call) ?? 'not answered');
    return bad(`An open ${what} was not opened: ${how}.`);
  }
  const ended = endedByServer(call);
  return ended ? bad(`After an open ${what} ${ended}.`) : good(`An open ${what} was answered with opened.`);
}

type Form = Pick<Check, 'id' | 'title' | 'source' | 'certainty' | 'fix'> &
  Partial<Pick<Check, 'rule' | 'breach' | 'profiles'>> & {
    what: string;
    scenarios: readonly [ScenarioName, ...ScenarioName[]];
  };

const FORMS: readonly Form[] = [
  {
    id: 'open-language-case',
    title: 'The case of the language does not matter',
    what: 'with language "en-US" instead of "en-us"',
    scenarios: ['mixed-case-language'],
    source: 'documentation writes en-US, production sends en-us',
    certainty: 'observed',
    fix: 'Compare languages without regard to case.',
  },
  {
    id: 'open-without-optional',
    title: 'Language and input variables may be absent',
    what: 'without language and inputVariables',
    scenarios: ['without-optional'],
    rule: 'AH-06',
    source: 'Genesys documentation (optional parameters)',
    certainty: 'documented',
    fix: 'Have defaults for language, inputVariables and customConfig.',
  },
  {
    id: 'open-unknown-fields',
    title: 'Parameters that the server does not know are ignored',
    what: 'with two unknown parameters',
    scenarios: ['unknown-open-fields'],
    rule: 'AH-11',
    source: 'the protocol grows: newer clients send more',
    certainty: 'ours',
    fix: 'Ignore unknown fields of client messages instead of refusing them.',
  },
  {
    id: 'open-input-variables',
    title: 'Input variables with any text are accepted',
    what: 'with input variables (one empty, one beyond ASCII)',
    scenarios: ['input-variables'],
    rule: 'AH-06',
    source: 'Genesys documentation',
    certainty: 'documented',
    profiles: ['audio-connector'],
    fix: 'Take inputVariables as a map of any strings, empty ones and UTF-8 included.',
  },
  {
    id: 'open-custom-config',
    title: 'customConfig is accepted as an object and as a text',
    what: 'with customConfig',
    scenarios: ['custom-config-object', 'custom-config-text'],
    rule: 'AH-06',
    source: 'documented as JSON passed unaltered; one adapter parses a string',
    certainty: 'second-hand',
    fix: 'Accept customConfig as any JSON value; parse it yourself if it is a string.',
  },
  {
    id: 'open-large',
    title: 'An open with a customConfig of 60,000 bytes is accepted',
    what: 'with a customConfig of 60,000 bytes',
    scenarios: ['large-custom-config'],
    rule: 'AH-09',
    source: 'Genesys documentation (customConfig to 60,000 bytes, messages to 64,000)',
    certainty: 'documented',
    fix: 'Let text frames of up to 64,000 bytes in: raise the payload limit of the WebSocket library or of the gateway.',
  },
  {
    id: 'open-plain-numbers',
    title: 'Numbers without tel:, and empty ones, are accepted',
    what: 'with ani "+49…" and an empty dnis',
    scenarios: ['plain-numbers'],
    rule: 'AH-06',
    source: 'seen in production',
    certainty: 'observed',
    fix: 'Strip an optional "tel:", and let ani, aniName and dnis be empty.',
  },
  {
    id: 'open-continued-session',
    title: 'continuedSessions are accepted',
    what: 'with continuedSessions',
    scenarios: ['continued-session'],
    rule: 'AH-06',
    source: 'Genesys documentation (experimental)',
    certainty: 'documented',
    profiles: LISTENING,
    fix: 'Accept continuedSessions in open, and answer opened as for any other session.',
  },
];

const forms: readonly Check[] = FORMS.map(({ what, scenarios, ...form }) => ({
  ...form,
  group,
  judgesOpening: true,
  calls: scenarios,
  judge: (_call, _facts, calls) => {
    const results = calls.map(call => tolerated(call, what));
    return results.find(result => result.status === 'bad') ?? (results[0] as Judgement);
  },
}));

export const openingChecks: readonly Check[] = [
  {
    id: 'opened-in-time',
    group,
    title: 'open is answered within 5 s',
    rule: 'AH-13',
    source: 'Genesys documentation; reference implementation',
    certainty: 'documented',
    fix: 'Send opened at once, and start bot, speech recognition and look-ups after it; or open with startPaused.',
    judgesOpening: true,
    calls: ['ordinary'],
    judge: call => {
      const sentMs = call.marks.get('open');
      if (sentMs === undefined) return na('The upgrade was not accepted.');
      const answer = openedOf(call) ?? disconnectOf(call);
      if (!answer)
        return bad(
          `open was answered by nothing within ${ms(OPEN_TIMEOUT_MS)}; ${droppedByServer(call) ?? 'the server stayed silent'}.`,
        );
      if (answer.value?.type === 'disconnect') return bad(`open was answered with ${excerpt(answer.text)}.`);
      return good(`opened came ${ms(answer.atMs - sentMs)} after open.`);
    },
  },
  {
    id: 'opened-soon',
    group,
    title: 'opened comes well before the deadline',
    rule: 'AH-13',
    source: 'calls failed in the field when slow work stood before opened',
    certainty: 'ours',
    breach: 'warn',
    fix: 'Do slow work after opened: on a bad day it passes the limit of 5 s.',
    calls: ['ordinary'],
    judge: call => {
      const tookMs = (openedOf(call)?.atMs ?? 0) - (call.marks.get('open') ?? 0);
      return tookMs <= 2_500 ? good(`It took ${ms(tookMs)}.`) : bad(`It took ${ms(tookMs)} of the 5 s.`);
    },
  },
  {
    id: 'opened-first',
    group,
    title: "opened is the server's first message",
    rule: 'AH-13',
    source: 'Genesys documentation; "expected sequence 1" in production',
    certainty: 'documented',
    fix: 'Send nothing before opened: queue events and audio until it is written.',
    calls: ['conversation'],
    judge: call => {
      const [first] = call.received();
      return first?.value?.type === 'opened'
        ? good('The first message of the server was opened.')
        : bad(`The first message of the server was ${excerpt(first?.text ?? '')}.`);
    },
  },
  {
    id: 'opened-once',
    group,
    title: 'opened comes once',
    rule: 'AH-08',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Send opened once a session.',
    calls: ['conversation'],
    judge: call => {
      const count = call.received('opened').length;
      return count === 1 ? good('opened came once.') : bad(`opened came ${count} times.`);
    },
  },
  ...forms,
  {
    id: 'open-supported-languages',
    group,
    title: 'supportedLanguages are listed when asked for',
    rule: 'AH-06',
    source: 'Genesys documentation (Transcription Connector)',
    certainty: 'documented',
    profiles: ['transcription'],
    fix: 'Answer open.supportedLanguages: true with an array opened.supportedLanguages.',
    calls: ['supported-languages'],
    judge: call => {
      const { supportedLanguages: list } = (openedOf(call)?.value?.parameters ?? {}) as {
        supportedLanguages?: unknown;
      };
      if (!Array.isArray(list)) return bad('opened has no supportedLanguages.');
      return list.length > 0 && list.every(one => typeof one === 'string')
        ? good(`opened lists ${list.length} languages.`)
        : bad('supportedLanguages is no list of names.');
    },
  },
];
