import { expect, test } from 'vitest';
import type { TranscriptTurn } from './transcript.ts';
import { transcriptText, transcriptVtt } from './transcript-files.ts';

const turn = (over: Partial<TranscriptTurn>): TranscriptTurn => ({
  key: 'k',
  speaker: 'bot',
  n: 0,
  startMs: 0,
  endMs: 0,
  text: '',
  heard: '',
  cut: '',
  wasCut: false,
  heardMs: 0,
  totalMs: 0,
  state: 'done',
  lateMs: undefined,
  ...over,
});
const TURNS = [
  turn({ text: 'Hello & <welcome>', startMs: 1000, endMs: 2345.6 }),
  turn({ text: '', state: 'waiting', speaker: 'caller' }),
  turn({ speaker: 'keys', text: '5', startMs: 3_600_000, endMs: 3_600_000 }),
  turn({ text: 'One two\nthree', heard: 'One ', cut: 'two\nthree', startMs: 3_600_400, endMs: 3_601_500 }),
];

test('plain text has a line for each turn that has words', () => {
  expect(transcriptText(TURNS).split('\n')).toEqual([
    expect.stringMatching(/^ *0:01 {2}Bot: Hello & <welcome>$/),
    expect.stringMatching(/ {2}Keys: 5$/),
    expect.stringMatching(/ {2}Bot: One \[cut: two three\]$/),
    '',
  ]);
});

test('WebVTT has a cue for each, whose times go on and whose text is no markup', () => {
  expect(transcriptVtt(TURNS)).toBe(
    'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.346\n<v Bot>Hello &amp; &lt;welcome&gt;\n\n' +
      '2\n01:00:00.000 --> 01:00:00.500\n<v Keys>5\n\n' +
      '3\n01:00:00.400 --> 01:00:01.500\n<v Bot>One [cut: two three]\n\n',
  );
});
