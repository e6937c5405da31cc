/**
 * What a caller does, step by step, so that a call can be made again in the same way: docs/call-scripts.md. It begins when
 * the call is open. Times in ms.
 */
import { z } from 'zod';
import { digitSchema } from '../audiohook/call-options.ts';
import { closeReasonSchema } from '../audiohook/messages.ts';
import { fail, ok, type Result } from '../lib/result.ts';

/** Sentences that ship with the console. */
export const SHIPPED_SPEECH = {
  question: 'Hello. What can you do for me?',
  interruption: 'Stop, please. Wait a moment.',
  goodbye: 'No, thank you. That is all. Goodbye.',
} as const;
export type ShippedSpeech = keyof typeof SHIPPED_SPEECH;

const ms = z.number().min(0).max(600_000);
/** A file beside the script: no way out of its folder. */
export const soundNameSchema = z
  .string()
  .regex(/^[^/\\.][^/\\]{0,99}$/, 'a WAV file beside the script, without a path')
  .regex(/\.wav$/i, 'the name of a WAV file');

export const scriptStepSchema = z.discriminatedUnion('do', [
  /** A WAV file, or a sentence that ships; the next step follows when it has been said. */
  z.strictObject({ do: z.literal('say'), wav: soundNameSchema }),
  z.strictObject({ do: z.literal('speak'), speech: z.enum(['question', 'interruption', 'goodbye']) }),
  z.strictObject({ do: z.literal('wait'), ms }),
  /** Until the bot has spoken and then been silent for `quietMs`; at most `atMostMs`. */
  z.strictObject({ do: z.literal('listen'), quietMs: ms.default(1000), atMostMs: ms.default(20_000) }),
  /** Until the bot has been speaking for `ms`, to talk over it; at most `atMostMs`. */
  z.strictObject({ do: z.literal('wait-for-bot'), ms: ms.default(1000), atMostMs: ms.default(20_000) }),
  z.strictObject({ do: z.literal('press'), digits: z.string().regex(/^[0-9*#]{1,64}$/, 'keys: 0-9, * and #') }),
  /** Genesys Cloud's own pause. */
  z.strictObject({ do: z.literal('pause'), ms }),
  /** Silence instead of the caller. */
  z.strictObject({ do: z.literal('mute'), ms }),
  z.strictObject({ do: z.literal('language'), language: z.string().min(1) }),
  z.strictObject({ do: z.literal('discard'), ms: ms.min(1) }),
  z.strictObject({ do: z.literal('hang-up'), reason: closeReasonSchema.default('end') }),
]);
export type ScriptStep = z.infer<typeof scriptStepSchema>;

export const scriptNameSchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ,()_-]{0,59}$/u, 'a name of letters, digits, spaces and , ( ) _ - (at most 60)');

export const callScriptSchema = z.strictObject({
  name: scriptNameSchema,
  about: z.string().max(500).default(''),
  steps: z.array(scriptStepSchema).min(1, 'a script needs at least one step').max(200),
});
export type CallScript = z.infer<typeof callScriptSchema>;

/** A script from the text of its file. A failure names the place. */
export function readScript(text: string): Result<CallScript, 'bad-script'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail('bad-script', `it is not JSON: ${(error as Error).message}`);
  }
  return checkScript(value);
}

export function checkScript(value: unknown): Result<CallScript, 'bad-script'> {
  const parsed = callScriptSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('bad-script', `at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`);
}

/** WAV files that a script says. */
export function soundsOf(script: CallScript): string[] {
  return [...new Set(script.steps.flatMap(step => (step.do === 'say' ? [step.wav] : [])))];
}

/** The keys of a `press` step. */
export function digitsOf(step: Extract<ScriptStep, { do: 'press' }>): string[] {
  return [...step.digits].map(digit => digitSchema.parse(digit));
}

/** What a step does, as a person says it. */
export function stepWords(step: ScriptStep): string {
  switch (step.do) {
    case 'say':
      return `Say ${step.wav}`;
    case 'speak':
      return `Say “${SHIPPED_SPEECH[step.speech]}”`;
    case 'wait':
      return `Wait ${seconds(step.ms)}`;
    case 'listen':
      return `Listen until the bot has been silent for ${seconds(step.quietMs)} (at most ${seconds(step.atMostMs)})`;
    case 'wait-for-bot':
      return `Wait until the bot has been speaking for ${seconds(step.ms)} (at most ${seconds(step.atMostMs)})`;
    case 'press':
      return `Press ${step.digits}`;
    case 'pause':
      return `Pause the audio for ${seconds(step.ms)}`;
    case 'mute':
      return `Be mute for ${seconds(step.ms)}`;
    case 'language':
      return `Change the language to ${step.language}`;
    case 'discard':
      return `Lose ${seconds(step.ms)} of audio`;
    case 'hang-up':
      return step.reason === 'end' ? 'Hang up' : `Hang up, reason ${step.reason}`;
  }
}

function seconds(value: number): string {
  return value < 1000 ? `${value} ms` : `${Number((value / 1000).toFixed(2))} s`;
}
