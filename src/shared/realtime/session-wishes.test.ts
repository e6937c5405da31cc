import { expect, test } from 'vitest';
import { OVERRIDE_NAMES } from './input-overrides.ts';
import { type RealtimeOptions, realtimeOptionsSchema } from './realtime-options.ts';
import { buildSessionUpdate, echoDifferences } from './session-update.ts';
import { wishesFor } from './session-wishes.ts';

const ALL: RealtimeOptions = {
  voice: 'cedar',
  speed: 1.2,
  instructions: 'Greet {{ name }} of {{company}}.',
  language: 'de-DE',
  turnDetection: { type: 'semantic_vad', eagerness: 'high', interruptResponse: false },
  transcription: { model: 'gpt-transcribe', prompt: 'Order numbers.', keywords: ['Genesys'] },
  noiseReduction: 'near_field',
  maxOutputTokens: 500,
  truncation: { retentionRatio: 0.8, postInstructionsTokens: 8000 },
  reasoningEffort: 'low',
  endCall: false,
};

function wanted(options: RealtimeOptions, inputVariables: Record<string, string> = {}) {
  return wishesFor(realtimeOptionsSchema.parse(options), { language: 'en-us', inputVariables });
}

test('every option reaches the session in the shape of the API', () => {
  const { wishes, notes } = wanted(ALL, { name: 'Ada', company: 'Acme' });
  expect(notes).toEqual([]);
  expect(buildSessionUpdate('c1', wishes).session).toMatchObject({
    type: 'realtime',
    instructions: 'Greet Ada of Acme.',
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        turn_detection: { type: 'semantic_vad', eagerness: 'high', create_response: true, interrupt_response: false },
        transcription: { model: 'gpt-transcribe', language: 'de', prompt: 'Order numbers.', keywords: ['Genesys'] },
        noise_reduction: { type: 'near_field' },
      },
      output: { format: { type: 'audio/pcmu' }, voice: 'cedar', speed: 1.2 },
    },
    tools: [{ type: 'function', name: 'transfer_to_agent' }],
    tool_choice: 'auto',
    max_output_tokens: 500,
    truncation: { type: 'retention_ratio', retention_ratio: 0.8, token_limits: { post_instructions: 8000 } },
    reasoning: { effort: 'low' },
  });
});

test('what is not asked for is not sent: one unknown key refuses a whole update', () => {
  const { session } = buildSessionUpdate(
    'c1',
    wanted({ endCall: false, transferToAgent: false, transcription: 'off' }).wishes,
  );
  expect(Object.keys(session)).toEqual(['type', 'output_modalities', 'instructions', 'audio']);
  expect(JSON.stringify(session)).not.toMatch(/speed|noise_reduction|transcription|reasoning|truncation|tools/);
});

test('[RT-27] an input variable that the call did not bring is named once, and its place is empty', () => {
  const { wishes, notes } = wanted({ instructions: 'Hi {{name}}, {{name}}!', greeting: '{{day}}' }, {});
  expect(wishes.instructions).toBe('Hi , !');
  expect(notes).toMatchObject([{ rule: 'RT-27', data: { missing: ['name', 'day'] } }]);
  expect(notes[0]?.text).toContain('name, day');
});

test('a name of every object is no variable', () => {
  expect(wanted({ instructions: '{{toString}}' }).notes).toMatchObject([{ data: { missing: ['toString'] } }]);
});

test('input variables override the profile, by their kind', () => {
  const { wishes, options, notes } = wanted(ALL, {
    name: 'Ada',
    company: 'Acme',
    realtime_voice: 'sage',
    realtime_silence_duration_ms: '700',
    realtime_vad: 'server_vad',
    realtime_speed: '0.9',
    realtime_greet: 'false',
    realtime_max_output_tokens: 'inf',
  });
  expect(notes).toEqual([]);
  expect(wishes).toMatchObject({ voice: 'sage', speed: 0.9, maxOutputTokens: 'inf' });
  expect(wishes.turnDetection).toMatchObject({ type: 'server_vad', silenceDurationMs: 700, threshold: 0.5 });
  expect(options.greet).toBe(false);
});

test.each([
  ['realtime_speed', '9'],
  ['realtime_speed', ''],
  ['realtime_eagerness', 'high'],
  ['realtime_greet', 'perhaps'],
  ['realtime_vad', 'none'],
])('[RT-26] %s = "%s" is refused with a note that names it, and the rest is taken', (name, value) => {
  const { wishes, notes } = wanted({ voice: 'cedar' }, { [name]: value, realtime_language: 'fr' });
  expect(notes).toMatchObject([{ rule: 'RT-26', text: expect.stringContaining(name) }]);
  expect(wishes).toMatchObject({ voice: 'cedar', speed: 1, language: 'fr', turnDetection: { type: 'server_vad' } });
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  '[RT-26] realtime_%s, a name of every object, is no option',
  name => {
    const { options, notes } = wanted({ voice: 'cedar' }, JSON.parse(`{"realtime_${name}": "x"}`));
    expect(notes).toMatchObject([{ rule: 'RT-26', text: expect.stringContaining(`realtime_${name} is no option`) }]);
    expect(options).toEqual({ voice: 'cedar' });
  },
);

test('[RT-26] no input variable can name an address, a key, or a tool', () => {
  for (const name of ['realtime_baseURL', 'realtime_base_url', 'realtime_api_key_env', 'realtime_tools']) {
    expect(OVERRIDE_NAMES).not.toContain(name);
    expect(wanted({}, { [name]: 'x' }).notes).toMatchObject([{ rule: 'RT-26' }]);
  }
});

test('an echo is compared with what was asked; more keys, other orders and null for nothing do no harm', () => {
  const update = buildSessionUpdate('c1', wanted(ALL, { name: 'Ada', company: 'Acme' }).wishes);
  const session = JSON.parse(JSON.stringify(update.session)) as Record<string, unknown> & typeof update.session;
  expect(echoDifferences(update, { session: { ...session, id: 'sess_1', tracing: null } })).toEqual([]);
  const other = JSON.parse(JSON.stringify(session));
  other.audio.output.voice = 'marin';
  other.audio.input.turn_detection = null;
  other.instructions = 'Something else.';
  delete other.max_output_tokens;
  const found = echoDifferences(update, { session: other });
  expect(found.map(each => each.path).sort()).toEqual([
    'audio.input.turn_detection',
    'audio.output.voice',
    'instructions',
    'max_output_tokens',
  ]);
  expect(found).toContainEqual({ path: 'audio.output.voice', asked: 'cedar', got: 'marin' });
  expect(JSON.stringify(found)).not.toContain('Ada');
});

test.each([
  [{ turnDetection: { type: 'semantic_vad', idleTimeoutMs: 6000 } }],
  [{ turnDetection: { type: 'server_vad', idleTimeoutMs: 100 } }],
  [{ speed: 2 }],
  [{ tools: [{ name: 'a b', answer: { by: 'value', value: '' } }] }],
  [{ tools: [{ name: 'a', answer: { by: 'http', url: 'file:///etc/passwd' } }] }],
  [{ dtmf: { terminators: 'x' } }],
  [{ prompt: { id: 'p' } }],
])('options that the API would refuse are refused when they are read: %j', options => {
  expect(realtimeOptionsSchema.safeParse(options).success).toBe(false);
});
