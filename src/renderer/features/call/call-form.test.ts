import { expect, test } from 'vitest';
import { type CallForm, callOf, createCallForm } from './call-form.ts';

const form = (over: Partial<CallForm>): CallForm => ({ ...createCallForm().get(), ...over });
const failure = (over: Partial<CallForm>) => {
  const result = callOf(form(over));
  return result.ok ? undefined : result.error.message;
};

test('untouched, it calls this console with the microphone', () => {
  expect(callOf(form({}))).toEqual({
    ok: true,
    value: {
      target: undefined,
      credentials: undefined,
      connectorId: 'demo-bot',
      source: { type: 'microphone', deviceId: undefined },
      options: {},
      outputId: '',
    },
  });
});

test('credentials go to another server only, and only when typed', () => {
  const elsewhere = { elsewhere: true, url: ' wss://voice.example.test/ ', source: 'silence' } as const;
  expect(callOf(form({ apiKey: 'k', clientSecret: 's' }))).toMatchObject({ value: { credentials: undefined } });
  expect(callOf(form(elsewhere))).toMatchObject({
    value: { target: 'wss://voice.example.test/', credentials: undefined },
  });
  expect(callOf(form({ ...elsewhere, apiKey: 'k' }))).toMatchObject({
    value: { credentials: { apiKey: 'k', clientSecret: '' } },
  });
  expect(failure({ ...elsewhere, clientSecret: 's' })).toContain('type the key too');
});

test('what is missing is said', () => {
  expect(failure({ elsewhere: true, url: 'http://x' })).toContain('ws://');
  expect(failure({ source: 'wav' })).toContain('WAV');
  expect(failure({ source: 'tone', frequencyHz: '5000' })).toContain('3900');
  expect(failure({ source: 'tone', frequencyHz: 'abc' })).toContain('3900');
});
