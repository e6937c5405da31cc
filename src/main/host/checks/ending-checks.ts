/** How calls end, from either side. PROTOCOL section 11. */
import { CLOSE_TIMEOUT_MS } from '../../../shared/audiohook/limits.ts';
import { AUDIO_CONNECTOR, bad, type Check, droppedByServer, excerpt, good, type Judgement, ms, na } from './check.ts';
import type { CheckCall } from './check-call.ts';
import { disconnectOf, openedOf } from './moves.ts';
import type { ScenarioName } from './scenarios.ts';

const group = 'ending';

function unanswered(call: CheckCall, closeAtMs: number, what: string): string {
  const dropped = droppedByServer(call);
  if (!dropped || !call.close) return `${what} had no closed within ${ms(CLOSE_TIMEOUT_MS)}; the server stayed silent.`;
  return `${what} had no closed: ${dropped} ${ms(call.close.atMs - closeAtMs)} after it.`;
}

function closedAfter(call: CheckCall, what: string): Judgement {
  const [close] = call.sent('close');
  const [closed] = call.received('closed');
  if (!close) return na(`The session did not last until close: ${droppedByServer(call) ?? 'it was never open'}.`);
  return closed
    ? good(`${what} was answered with closed after ${ms(closed.atMs - close.atMs)}.`)
    : bad(unanswered(call, close.atMs, what));
}

type Ending = {
  id: string;
  title: string;
  scenario: ScenarioName;
  what: string;
  source?: string;
  fix: string;
} & Partial<Pick<Check, 'breach' | 'certainty' | 'profiles' | 'judgesOpening' | 'rule'>>;

const ANSWER_ALL = 'Answer close with closed whatever its reason says.';

const ENDINGS: readonly Ending[] = [
  {
    id: 'close-end',
    title: 'close with reason end is answered with closed within 10 s',
    scenario: 'ordinary',
    what: 'close with reason "end"',
    fix: 'Answer close with closed: last events first, then {"type":"closed","parameters":{}}.',
  },
  {
    id: 'close-error',
    title: 'close with reason error is answered',
    scenario: 'close-error',
    what: 'close with reason "error"',
    fix: ANSWER_ALL,
  },
  {
    id: 'close-disconnect',
    title: 'close with reason disconnect is answered',
    scenario: 'close-disconnect',
    what: 'close with reason "disconnect"',
    fix: ANSWER_ALL,
  },
  {
    id: 'close-reconnect',
    title: 'close with reason reconnect is answered',
    scenario: 'close-reconnect',
    what: 'close with reason "reconnect"',
    fix: ANSWER_ALL,
  },
  {
    id: 'close-unknown-reason',
    title: 'close with a reason that the server does not know is answered',
    scenario: 'close-unknown-reason',
    what: 'close with reason "maintenance"',
    source: 'every close is answered',
    certainty: 'ours',
    breach: 'warn',
    fix: ANSWER_ALL,
  },
  {
    id: 'close-after-error',
    title: 'error, then close, is answered with closed',
    scenario: 'close-after-error',
    what: 'error 500 and close with reason "error"',
    fix: 'Log the error message of the client, keep the session, and answer the close that follows.',
  },
  {
    id: 'close-in-pause',
    title: 'close in a pause is answered',
    scenario: 'close-in-pause',
    what: 'close while paused',
    fix: 'Handle close in every state.',
  },
  {
    id: 'close-at-once',
    title: 'close right behind open is answered',
    scenario: 'close-at-once',
    what: 'close in the same moment as open',
    source: 'Genesys documentation: a caller may hang up at any time',
    fix: 'Handle a close that comes while the session is still being opened.',
    judgesOpening: true,
  },
  {
    id: 'close-before-open',
    title: 'close before open is answered',
    scenario: 'close-before-open',
    what: 'close without open',
    source: 'Genesys documentation: close is legal at any time after connect',
    breach: 'warn',
    fix: 'Handle close before open: answer closed with seq 1.',
    judgesOpening: true,
  },
];

const endings: readonly Check[] = ENDINGS.map(({ scenario, what, ...ending }) => ({
  group,
  rule: 'AH-14',
  source: 'Genesys documentation: the server answers every reason',
  certainty: 'documented',
  ...ending,
  calls: [scenario],
  judge: call => closedAfter(call, what),
}));

/** The last thing that the server decided: a call that it ended. */
function ended(calls: readonly CheckCall[]): CheckCall | undefined {
  return calls.find(call => disconnectOf(call));
}

export const endingChecks: readonly Check[] = [
  ...endings,
  {
    id: 'close-while-speaking',
    group,
    title: 'close while the bot speaks is answered within 3 s',
    rule: 'AH-14',
    source: 'Genesys documentation; closed must not wait for queued audio',
    certainty: 'ours',
    profiles: AUDIO_CONNECTOR,
    fix: 'Drop what is queued when close comes, and answer closed at once.',
    calls: ['close-mid-speech'],
    judge: call => {
      if (call.heard().length === 0) return na('The bot said nothing.');
      const [close] = call.sent('close');
      const [closed] = call.received('closed');
      const tookMs = closed && close ? closed.atMs - close.atMs : Number.POSITIVE_INFINITY;
      return tookMs <= 3_000
        ? good(`closed came after ${ms(tookMs)}.`)
        : bad(closed ? `closed came after ${ms(tookMs)}.` : 'closed did not come.');
    },
  },
  {
    id: 'closed-soon',
    group,
    title: 'closed comes well before the deadline',
    rule: 'AH-14',
    source: 'the call is over for the caller; the limit is 10 s',
    certainty: 'ours',
    breach: 'warn',
    fix: 'Answer closed before you tidy up.',
    calls: ['ordinary'],
    judge: call => {
      const tookMs = (call.received('closed')[0]?.atMs ?? Number.NaN) - (call.sent('close')[0]?.atMs ?? Number.NaN);
      if (Number.isNaN(tookMs)) return na('close was not answered.');
      return tookMs <= 3_000 ? good(`It took ${ms(tookMs)}.`) : bad(`It took ${ms(tookMs)} of the 10 s.`);
    },
  },
  {
    id: 'closed-once',
    group,
    title: 'closed comes once',
    rule: 'AH-08',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Send closed once.',
    calls: ['ordinary'],
    judge: call => {
      const count = call.received('closed').length;
      if (count === 0) return na('close was not answered.');
      return count === 1 ? good('It did.') : bad(`It came ${count} times.`);
    },
  },
  {
    id: 'closed-last',
    group,
    title: "closed is the server's last message",
    rule: 'AH-08',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Send final events before closed, and nothing after it.',
    calls: ['ordinary'],
    judge: call => {
      const [closed] = call.received('closed');
      if (!closed) return na('close was not answered.');
      const messages = call.received();
      const late = messages.slice(messages.indexOf(closed) + 1).find(({ value }) => value?.type !== 'closed');
      return late ? bad(`After closed came ${excerpt(late.text)}.`) : good('Nothing came after it in 2 s.');
    },
  },
  {
    id: 'closed-plain',
    group,
    title: 'closed carries no output variables and no summary',
    rule: 'AH-17',
    source: 'undocumented there; some adapters do it',
    certainty: 'second-hand',
    breach: 'warn',
    fix: 'Put outputVariables into disconnect; leave the parameters of closed empty.',
    calls: ['ordinary'],
    judge: call => {
      const [closed] = call.received('closed');
      if (!closed) return na('close was not answered.');
      const names = Object.keys((closed.value?.parameters ?? {}) as object);
      return names.length === 0 ? good('Its parameters are empty.') : bad(`closed has ${names.join(', ')}.`);
    },
  },
  {
    id: 'tcp-left-open',
    group,
    title: 'After closed the server leaves the connection open for the client to close',
    rule: 'AH-16',
    source: 'Genesys documentation: else it counts as a network failure',
    certainty: 'documented',
    fix: 'Do not close the socket after closed: wait for the client, with a generous time-out (15 s).',
    calls: ['ordinary'],
    judge: call => {
      if (call.received('closed').length === 0) return na('close was not answered.');
      const dropped = droppedByServer(call);
      return dropped ? bad(`Within 2 s of closed ${dropped}.`) : good('It stayed open for 2 s.');
    },
  },
  {
    id: 'disconnect-leaves-open',
    group,
    title: 'After its own disconnect the server waits for close',
    rule: 'AH-16',
    source: 'Genesys documentation; several servers close at once',
    certainty: 'documented',
    fix: 'After disconnect, wait for the close of the client, answer closed, and let the client close TCP.',
    calls: ['digits', 'breach'],
    judge: (_call, _facts, calls) => {
      const call = ended(calls);
      if (!call) return na('The server never ended a call.');
      const dropped = droppedByServer(call);
      const early = call.close && call.close.atMs < (call.received('closed')[0]?.atMs ?? Number.POSITIVE_INFINITY);
      if (dropped && early) return bad(`After disconnect ${dropped}, before close was answered.`);
      return call.received('closed').length > 0
        ? good('It answered close with closed.')
        : bad('close after disconnect was not answered with closed.');
    },
  },
  {
    id: 'disconnect-reason',
    group,
    title: 'disconnect has a reason that Genesys Cloud knows',
    rule: 'AH-06',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Use completed (success path), error or unauthorized as reason of disconnect; put words into info.',
    calls: ['digits', 'breach'],
    judge: (_call, _facts, calls) => {
      const messages = calls.flatMap(call => disconnectOf(call) ?? []);
      if (messages.length === 0) return na('The server never ended a call.');
      const known = ['completed', 'error', 'unauthorized', 'rejected'];
      const wrong = messages.find(
        ({ value }) => !known.includes(String((value?.parameters as { reason?: unknown })?.reason)),
      );
      return wrong ? bad(`It sent ${excerpt(wrong.text)}.`) : good('It has.');
    },
  },
  {
    id: 'output-variables-strings',
    group,
    title: 'outputVariables are a map of strings',
    rule: 'AH-17',
    source: 'Genesys documentation',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send outputVariables in disconnect as {"name":"text"}: numbers, booleans, null and objects as text.',
    calls: ['digits', 'breach'],
    judge: (_call, _facts, calls) => {
      const all = calls.flatMap(call => {
        const parameters = disconnectOf(call)?.value?.parameters as { outputVariables?: unknown } | undefined;
        return parameters && 'outputVariables' in parameters ? [parameters.outputVariables] : [];
      });
      if (all.length === 0) return na('The server sent no outputVariables.');
      const wrong = all.find(
        map => typeof map !== 'object' || map === null || Object.values(map).some(one => typeof one !== 'string'),
      );
      return wrong === undefined ? good('They are.') : bad(`They are ${excerpt(JSON.stringify(wrong))}.`);
    },
  },
  {
    id: 'farewell-heard',
    group,
    title: 'disconnect waits until the farewell was heard',
    source: 'Genesys Cloud cuts what it still plays when it reads disconnect',
    certainty: 'second-hand',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send the farewell, wait for playback_completed (at most 10 s), then send disconnect.',
    calls: ['digits'],
    judge: call => {
      const disconnect = disconnectOf(call);
      if (!disconnect || !openedOf(call)) return na('The server did not end the call.');
      const before = call.entries.slice(0, call.entries.indexOf(disconnect));
      const lastAudio = before.findLast(entry => entry.kind === 'audio' && entry.direction === 'in');
      if (!lastAudio) return na('The bot said nothing before it ended the call.');
      const completed = call
        .sent('playback_completed')
        .some(message => message.atMs >= lastAudio.atMs && message.atMs <= disconnect.atMs);
      return completed ? good('It did.') : bad('disconnect came while the last audio was still being played.');
    },
  },
];
