import { expect, test } from 'vitest';
import { encodeBase64 } from '../lib/base64.ts';
import { audioOf, parseEvent, withoutAudio } from './parse.ts';
import { buildSessionUpdate, echoedFormats } from './session-update.ts';
import { DEFAULT_WISHES } from './session-wishes.ts';

const RANGE = { track: 'bot', offset: 160, bytes: 4 };

test('keeps an event of a type that nobody knows', () => {
  const parsed = parseEvent('{"type":"response.mood.delta","mood":{"a":[1]}}');
  expect(parsed).toEqual({
    kind: 'event',
    type: 'response.mood.delta',
    event: { type: 'response.mood.delta', mood: { a: [1] } },
  });
});

test.each([
  ['<html>', 'JSON'],
  ['', 'JSON'],
  ['[]', 'object'],
  ['null', 'object'],
  ['{"type":7}', 'type'],
  ['{}', 'type'],
])('says what is wrong with %s', (text, word) => {
  const parsed = parseEvent(text);
  expect(parsed.kind).toBe('malformed');
  expect(parsed.kind === 'malformed' && parsed.why).toContain(word);
});

test('moves the audio of a delta out and leaves the rest of the text as it was on the wire', () => {
  const base64 = encodeBase64(Uint8Array.of(255, 254, 251, 0));
  const text = `{ "type" : "response.output_audio.delta",\n "delta":"${base64}",  "item_id":"i"}`;
  const audio = audioOf(parseEvent(text));
  expect(audio?.bytes).toEqual(Uint8Array.of(255, 254, 251, 0));
  expect(withoutAudio(text, audio?.base64 ?? '', RANGE)).toBe(
    '{ "type" : "response.output_audio.delta",\n "delta":{"$audio":{"track":"bot","offset":160,"bytes":4}},  "item_id":"i"}',
  );
});

test('moves out audio whose slashes are escaped', () => {
  const bytes = Uint8Array.of(255, 255, 255);
  const text = '{"type":"response.output_audio.delta","delta":"\\/\\/\\/\\/"}';
  const audio = audioOf(parseEvent(text));
  expect(audio?.bytes).toEqual(bytes);
  expect(withoutAudio(text, audio?.base64 ?? '', RANGE)).not.toContain('\\/');
});

test('sees no audio where there is none, or none that can be read', () => {
  for (const delta of ['""', '"*"', '7', 'null']) {
    expect(audioOf(parseEvent(`{"type":"response.output_audio.delta","delta":${delta}}`))).toBeUndefined();
  }
  expect(audioOf(parseEvent('{"type":"response.output_text.delta","delta":"AAAA"}'))).toBeUndefined();
  expect(audioOf(parseEvent('nothing'))).toBeUndefined();
});

test('asks for µ-law both ways and says every parameter of turn detection', () => {
  const update = buildSessionUpdate('e1', { ...DEFAULT_WISHES, instructions: 'Be brief.', language: 'en-us' });
  expect(update).toEqual({
    type: 'session.update',
    event_id: 'e1',
    session: {
      type: 'realtime',
      output_modalities: ['audio'],
      instructions: 'Be brief.',
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          turn_detection: {
            type: 'server_vad',
            threshold: 0.5,
            prefix_padding_ms: 300,
            silence_duration_ms: 500,
            idle_timeout_ms: null,
            create_response: true,
            interrupt_response: true,
          },
          transcription: { model: 'gpt-transcribe', language: 'en' },
        },
        output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
      },
    },
  });
});

test('names no language to the transcription when Genesys named none that it knows', () => {
  for (const language of ['', 'x', 'yue-hk', '-en']) {
    expect(JSON.stringify(buildSessionUpdate('e1', { ...DEFAULT_WISHES, language }))).not.toContain('language');
  }
});

test('reads the formats of an echo, also when there are none', () => {
  expect(echoedFormats({ session: { audio: { input: { format: { type: 'audio/pcmu' } } } } })).toEqual({
    input: 'audio/pcmu',
    output: 'nothing',
  });
  expect(echoedFormats(null)).toEqual({ input: 'nothing', output: 'nothing' });
});
