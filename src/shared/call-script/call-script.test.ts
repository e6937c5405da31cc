import { expect, test } from 'vitest';
import { readScript, stepWords } from './call-script.ts';

const read = (step: object) => readScript(JSON.stringify({ name: 'mine', steps: [step] }));

test('steps that say little have sensible times, and each says in words what it does', () => {
  const script = readScript(
    '{"name":"a","steps":[{"do":"listen"},{"do":"wait-for-bot","ms":250},{"do":"press","digits":"1#"},{"do":"hang-up"}]}',
  );
  expect(script.ok && script.value.steps.map(stepWords)).toEqual([
    'Listen until the bot has been silent for 1 s (at most 20 s)',
    'Wait until the bot has been speaking for 250 ms (at most 20 s)',
    'Press 1#',
    'Hang up',
  ]);
});

test.each([
  [{ do: 'shout' }, /at steps\.0\.do/],
  [{ do: 'say', wav: '../../secret.wav' }, /at steps\.0\.wav: a WAV file beside the script/],
  [{ do: 'say', wav: 'notes.txt' }, /at steps\.0\.wav: the name of a WAV file/],
  [{ do: 'press', digits: '12a' }, /at steps\.0\.digits: keys/],
  [{ do: 'wait', ms: -1 }, /at steps\.0\.ms/],
])('%j is refused, and the place is named', (step, sentence) => {
  expect(read(step)).toMatchObject({ ok: false, error: { message: expect.stringMatching(sentence) } });
});

test('a name is one of a folder, too', () => {
  expect(readScript('{"name":"../x","steps":[{"do":"hang-up"}]}')).toMatchObject({ ok: false });
  expect(readScript('{"name":"a","steps":[]}')).toMatchObject({ ok: false });
});
