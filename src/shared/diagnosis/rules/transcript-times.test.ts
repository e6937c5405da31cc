import { expect, test } from 'vitest';
import { ToldEvents } from '../../latency/testing/told-events.ts';
import { findingOf } from '../testing/findings-of.ts';

/** A call in which 4 to 6 s of the timeline were discarded, and then a transcript comes. */
function transcript(fromS: number, toS: number, discarded = { start: 'PT4S', discarded: 'PT2S' }) {
  const data = { offset: `PT${fromS}S`, duration: `PT${toS - fromS}S` };
  const told = new ToldEvents()
    .genesys(4_000, 'discarded', discarded, { position: 'PT6S' })
    .genesys(9_000, 'ping', {}, { position: 'PT10S' })
    .genesys(9_100, 'event', { entities: [{ type: 'transcript', data }] }, {}, 'out');
  return findingOf('transcript-times', told.events)?.evidence.map(({ text }) => text);
}

test('words in the midst of what was never sent have the wrong time', () => {
  expect(transcript(4.5, 5.5)).toEqual(['A transcript lies at 4.5 s to 5.5 s; 4.0 s to 6.0 s were never sent']);
});

test('words after all that was sent have it too', () => {
  expect(transcript(12, 13)).toEqual(['A transcript lies at 12.0 s to 13.0 s; 10.0 s had been sent']);
});

test('words that end at the gap, begin at it, or go across it are where audio was sent', () => {
  expect(transcript(3.8, 4.2)).toBeUndefined();
  expect(transcript(5.9, 6.2)).toBeUndefined();
  expect(transcript(3, 7)).toBeUndefined();
});

test('a word over one lost frame is no wrong time', () => {
  expect(transcript(3.9, 4.3, { start: 'PT4S', discarded: 'PT0.2S' })).toBeUndefined();
  expect(transcript(4, 4.2, { start: 'PT4S', discarded: 'PT0.2S' })).toBeUndefined();
});
