import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { BotName } from '../../../shared/settings/connector-profile.ts';
import { BotChoice } from '../bots/bot-choice.ts';
import { systemClock, systemIds } from '../system.ts';
import { answererOf } from './replay-answerer.ts';

const view = (more: Partial<SessionSummary>): SessionSummary => ({
  ...{ id: 'a', startedAt: '2026-01-01T00:00:00.000Z', role: 'server', kind: 'call', state: 'ended' },
  ...{ connectorId: 'demo-bot', audiohookId: 'one', caller: '', bot: '', outcome: '', tracks: {} },
  ...{ durationMs: 0, events: 0, bytes: 0, problems: 0, warnings: 0 },
  ...more,
});

/** Who would answer, and the sentence about it. */
function answerer(session: SessionSummary, sessions: SessionSummary[] = [], wished?: BotName, apiKey?: string) {
  const noBot = () => {
    throw new Error('Nobody is called here.');
  };
  const bots = new BotChoice(() => ({ apiKey, baseURL: undefined }), noBot, {
    clock: systemClock,
    ids: systemIds,
    env: {},
  });
  const expected: BotName[] = [];
  const answers = answererOf(session, sessions, wished, {
    expect: (_conversation, bot) => {
      expected.push(bot);
      return () => undefined;
    },
    isReady: bot => bots.isReady(bot),
    status: bots.status,
  });
  if (!answers.ok) return { refused: answers.error.message };
  answers.value.expect('the-conversation');
  return { expected, words: answers.value.words };
}

test.each<[string, Parameters<typeof answerer>, object]>([
  [
    'who answered answers again',
    [view({ bot: 'echo' })],
    { expected: ['echo'], words: 'echo answers, as it did then.' },
  ],
  [
    "the caller's view is told who by the server's view of the same call",
    [view({ role: 'client' }), [view({ id: 'b', bot: 'count' }), view({ id: 'c', audiohookId: 'other', bot: 'echo' })]],
    { expected: ['count'], words: 'count answers, as it did then.' },
  ],
  [
    'a model is OpenAI by its own name',
    [view({ bot: 'gpt-realtime-2.1' }), [], undefined, 'a-key'],
    { expected: ['openai'], words: 'gpt-realtime-2.1 answers, as it did then.' },
  ],
  [
    'another is asked for',
    [view({ bot: 'echo' }), [], 'simulator'],
    { expected: ['simulator'], words: 'simulator answers.' },
  ],
  [
    "a relayed call was answered by somebody's own server",
    [view({ relay: 'genesys', bot: 'their.host' })],
    { expected: [], words: 'Who answered it then is not known here: simulator answers, which is chosen now.' },
  ],
])('in a replay %s', (_what, given, expected) => {
  expect(answerer(...given)).toEqual(expected);
});

test('where the model has no key now, that is said', () => {
  expect(answerer(view({ bot: 'gpt-realtime-2.1' }))).toEqual({
    refused: expect.stringMatching(/^gpt-realtime-2\.1 answered this session\. Needs an OpenAI key/),
  });
});
