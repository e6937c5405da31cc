/** Broken, rare and large input: a server may refuse it by disconnect or overlook it, but must not break. */
import {
  answersNoPing,
  bad,
  CANNOT_TELL,
  type Check,
  droppedBeforeClose,
  endedByServer,
  excerpt,
  good,
  type Judgement,
  na,
} from './check.ts';
import type { CheckCall } from './check-call.ts';
import { answerToUpdate, openedOf } from './moves.ts';
import type { ScenarioName } from './scenarios.ts';

const group = 'robustness';

/** The server may end the session by disconnect, or go on; it may not drop the connection, and may not go deaf. */
function proper(call: CheckCall, what: string, conversation: CheckCall | undefined, closeCode?: number): Judgement {
  const disconnect = call.received('disconnect')[0];
  if (disconnect) return good(`${what} was answered with disconnect.`);
  const dropped = droppedBeforeClose(call);
  if (dropped) {
    return call.close?.code === closeCode
      ? good(`${what}: ${dropped}.`)
      : bad(`After ${what} ${dropped}, without disconnect.`);
  }
  const later = call.entries.slice(call.marks.get('disturbed') ?? 0);
  const alive = later.some(
    entry =>
      entry.kind === 'message' &&
      entry.direction === 'in' &&
      ['pong', 'opened', 'closed'].includes(String(entry.value?.type)),
  );
  if (alive) return good(`${what} was overlooked, and the session went on.`);
  return answersNoPing(conversation) ? na(CANNOT_TELL) : bad(`After ${what} the server answered nothing any more.`);
}

/** The session goes on. */
function ignored(call: CheckCall, what: string, conversation: CheckCall | undefined): Judgement {
  const ended = endedByServer(call);
  if (ended) return bad(`After ${what} ${ended}.`);
  if (call.received('pong').length > 0) return good(`After ${what} the session went on.`);
  return answersNoPing(conversation) ? na(CANNOT_TELL) : bad(`After ${what} a ping had no pong.`);
}

type Case = {
  id: string;
  title: string;
  scenario: ScenarioName;
  what: string;
  judge: 'proper' | 'ignored';
  fix: string;
} & Partial<Pick<Check, 'rule' | 'source' | 'certainty' | 'breach' | 'judgesOpening'>> & { closeCode?: number };

const BY_DISCONNECT =
  'Answer what breaks the protocol with disconnect, reason "error"; never with a bare close of the connection.';

const CASES: readonly Case[] = [
  {
    id: 'survives-no-json',
    title: 'A text frame that is not JSON does not cost the connection',
    scenario: 'not-json',
    what: 'a text frame that is not JSON',
    judge: 'proper',
    rule: 'AH-01',
    fix: BY_DISCONNECT,
  },
  {
    id: 'survives-seq-gap',
    title: 'A gap in the seq of the client does not cost the connection',
    scenario: 'seq-gap',
    what: 'a ping with seq 40',
    judge: 'proper',
    rule: 'AH-04',
    fix: BY_DISCONNECT,
  },
  {
    id: 'survives-wrong-id',
    title: 'A message with another id does not cost the connection',
    scenario: 'wrong-id',
    what: 'a ping with another id',
    judge: 'proper',
    rule: 'AH-03',
    fix: BY_DISCONNECT,
  },
  {
    id: 'survives-large-text',
    title: 'A text frame of 70,000 bytes is refused, not suffered',
    scenario: 'large-text',
    what: 'a text frame of 70,000 bytes',
    judge: 'proper',
    closeCode: 1009,
    rule: 'AH-09',
    fix: `${BY_DISCONNECT} A close with code 1009 (message too big) is fine too.`,
  },
  {
    id: 'survives-large-audio',
    title: 'A binary frame of 70,000 bytes is refused, not suffered',
    scenario: 'large-audio',
    what: 'a binary frame of 70,000 bytes',
    judge: 'proper',
    closeCode: 1009,
    rule: 'AH-09',
    fix: `${BY_DISCONNECT} A close with code 1009 (message too big) is fine too.`,
  },
  {
    id: 'survives-early-audio',
    title: 'Audio before open does not cost the connection',
    scenario: 'audio-before-open',
    what: 'audio before open',
    judge: 'proper',
    rule: 'AH-10',
    fix: BY_DISCONNECT,
    judgesOpening: true,
  },
  {
    id: 'tolerates-unknown-type',
    title: 'A message of an unknown type is ignored',
    scenario: 'unknown-type',
    what: 'a message of type "playback_stopped"',
    judge: 'ignored',
    rule: 'AH-11',
    source: 'seen in the field; the reference implementation refuses it',
    certainty: 'second-hand',
    breach: 'warn',
    fix: 'Log messages of unknown types and go on: the protocol grows.',
  },
  {
    id: 'tolerates-unknown-fields',
    title: 'Unknown fields in a message are ignored',
    scenario: 'unknown-fields',
    what: 'a ping with unknown fields',
    judge: 'ignored',
    rule: 'AH-11',
    source: 'the protocol grows: newer clients send more',
    fix: 'Parse client messages leniently: take what you know, and ignore the rest.',
  },
  {
    id: 'tolerates-frame-sizes',
    title: 'Audio frames of any size are accepted',
    scenario: 'odd-frames',
    what: 'frames of 1 to 32,000 bytes',
    judge: 'ignored',
    rule: 'AH-10',
    source: 'Genesys documentation: the frame size is variable',
    certainty: 'documented',
    fix: 'Assume no frame size: buffer what comes, and cut it as you need it.',
  },
  {
    id: 'tolerates-empty-frame',
    title: 'An empty audio frame is ignored',
    scenario: 'empty-frame',
    what: 'a binary frame without bytes',
    judge: 'ignored',
    fix: 'Skip frames of no bytes.',
  },
  {
    id: 'tolerates-catch-up',
    title: '20 s of audio at once are accepted',
    scenario: 'catch-up',
    what: '20 s of audio in one burst',
    judge: 'ignored',
    rule: 'AH-10',
    source: 'Genesys documentation: what was buffered while opening comes faster than real time',
    certainty: 'documented',
    fix: 'Buffer a burst of 20 s (160,000 bytes), or answer opened with discardTo.',
  },
  {
    id: 'tolerates-fragments',
    title: 'A message in three WebSocket fragments is understood',
    scenario: 'fragments',
    what: 'a ping in three fragments',
    judge: 'ignored',
    source: 'RFC 6455, section 5.4',
    certainty: 'documented',
    fix: 'Join the fragments of a message before you parse it, or use a library that does.',
  },
];

const cases: readonly Check[] = CASES.map(({ scenario, what, judge, closeCode, ...rest }) => ({
  source: 'follows from the protocol',
  certainty: 'ours',
  ...rest,
  group,
  // An ordinary conversation shows whether this server answers pings at all.
  calls: [scenario, 'conversation'],
  judge: (call, _facts, [, conversation]) =>
    judge === 'proper' ? proper(call, what, conversation, closeCode) : ignored(call, what, conversation),
}));

export const robustnessChecks: readonly Check[] = [
  ...cases,
  {
    id: 'refuses-second-open',
    group,
    title: 'A second open gets no second opened, and does not cost the connection',
    rule: 'AH-07',
    source: 'Genesys documentation; reference implementation',
    certainty: 'reference',
    fix: 'Answer a second open with disconnect, reason "error".',
    calls: ['breach'],
    judge: call => {
      if (call.received('opened').length > 1) return bad('It was answered with a second opened.');
      const dropped = call.marks.has('disconnected') ? undefined : droppedBeforeClose(call);
      return dropped
        ? bad(`After a second open ${dropped}.`)
        : good(call.marks.has('disconnected') ? 'It was answered with disconnect.' : 'It was overlooked.');
    },
  },
  {
    id: 'update-answered',
    group,
    title: 'update of the language is answered with updated',
    rule: 'AH-08',
    source: 'Genesys documentation; old servers ignore it',
    certainty: 'documented',
    breach: 'warn',
    fix: 'Answer update with updated; with disconnect or pause if you cannot serve the language.',
    calls: ['update'],
    judge: call => {
      const answer = answerToUpdate(call);
      if (answer) return good(`It was answered with ${String(answer.value?.type)}.`);
      const dropped = droppedBeforeClose(call);
      return bad(`It was not answered within 3 s${dropped ? `: ${dropped}` : ''}.`);
    },
  },
  {
    id: 'two-calls-at-once',
    group,
    title: 'Two calls of one organization run side by side',
    source: 'every caller has a session of their own',
    certainty: 'documented',
    fix: 'Keep the state of a call in an object of its own, by session id; nothing global, nothing by organization.',
    alone: true,
    judgesOpening: true,
    calls: ['companion', 'second-companion'],
    judge: (_call, _facts, calls) => {
      for (const call of calls) {
        if (!openedOf(call)) return bad('Of two calls at a time, one was not opened.');
        const ended = endedByServer(call);
        if (ended) return bad(`In one of two calls at a time ${ended}.`);
        const strange = call.received().find(({ value }) => value?.id !== call.ids.sessionId);
        if (strange && calls.some(other => other !== call && strange.value?.id === other.ids.sessionId)) {
          return bad(`A message of the other call came: ${excerpt(strange.text)}.`);
        }
      }
      return good('Both were opened, and closed by the client.');
    },
  },
  {
    id: 'survives-checks',
    group,
    title: 'After all that, the server still answers an ordinary call',
    source: 'no input of a client may end the server',
    certainty: 'ours',
    fix: 'Handle every error where it happens: what one session throws must not end the process. The sessions of these checks show what came last.',
    alone: true,
    judgesOpening: true,
    calls: ['afterwards'],
    judge: call => {
      if (!call.answer) return bad('Nothing answers at the address any more.');
      return openedOf(call)
        ? good('It does.')
        : bad(`It answers the upgrade with ${call.answer.status}, and opens nothing.`);
    },
  },
  {
    id: 'survives-lost-call',
    group,
    title: 'After a call whose connection was lost, the next one works',
    rule: 'AH-16',
    source: 'connections are lost in production',
    certainty: 'ours',
    fix: 'Handle errors and the end of every socket: one lost call must not take the server with it.',
    alone: true,
    judgesOpening: true,
    calls: ['dropped', 'after-dropped'],
    judge: (dropped, _facts, [, next]) => {
      if (!openedOf(dropped)) return na('The call that was to be lost was not opened.');
      if (next && openedOf(next)) return good('It was opened.');
      return bad(
        next?.answer ? 'The call after a lost one was not opened.' : 'After a lost call nothing answered any more.',
      );
    },
  },
];
