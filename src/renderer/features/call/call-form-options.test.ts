import { expect, test } from 'vitest';
import { DEFAULT_OPTION_FIELDS, type OptionFields, optionsOf } from './call-form-options.ts';

const options = (over: Partial<OptionFields>) => optionsOf({ ...DEFAULT_OPTION_FIELDS, ...over });
const failure = (over: Partial<OptionFields>) => {
  const result = options(over);
  return result.ok ? undefined : result.error.message;
};

test('untouched fields make no options: the host has the same defaults', () => {
  expect(options({})).toEqual({ ok: true, value: {} });
});

test('what was typed is what is sent', () => {
  expect(
    options({
      ani: 'tel:+49',
      aniName: 'Ada',
      language: 'de-de',
      supportedLanguages: true,
      inputVariables: 'tier=gold\n\n text=a=b \nempty=',
      customConfig: '{"a":[1]}',
      offer: 'stereo',
      continuedSessions: 'one\ntwo:3:4',
      signatureOrder: 'production',
      signatureLabel: 'x',
      verbatimJoin: true,
      lenient: true,
      retry: false,
      fault: 'wrong-seq',
    }),
  ).toEqual({
    ok: true,
    value: {
      participant: { ani: 'tel:+49', aniName: 'Ada', dnis: 'tel:+15550100002' },
      language: 'de-de',
      supportedLanguages: true,
      inputVariables: { tier: 'gold', text: 'a=b', empty: '' },
      customConfig: { a: [1] },
      offer: 'stereo',
      continuedSessions: [
        { id: 'one', serverseq: 0, clientseq: 0 },
        { id: 'two', serverseq: 3, clientseq: 4 },
      ],
      signing: { order: 'production', label: 'x' },
      verbatimJoin: true,
      lenient: true,
      retry: false,
      fault: 'wrong-seq',
    },
  });
});

test.each<[Partial<OptionFields>, RegExp]>([
  [{ inputVariables: 'no value' }, /name=value/],
  [{ customConfig: '{' }, /Custom config is no JSON/],
  [{ customConfig: JSON.stringify('x'.repeat(60_001)) }, /60000 bytes/],
  [{ offer: 'custom', customOffer: 'x' }, /custom offer is no JSON/],
  [{ offer: 'custom', customOffer: '[{"type":"audio"}]' }, /list of media/],
  [{ continuedSessions: 'a:b' }, /ID:SERVERSEQ:CLIENTSEQ/],
  [{ signatureLabel: 'Sig 1' }, /label/],
])('%o is explained', (over, sentence) => {
  expect(failure(over)).toMatch(sentence);
});
