/** What one call asks of its Realtime session: defaults, then its profile, then its input variables. */
import type { NoteLevel } from '../events/session-event.ts';
import { fillVariables } from './fill-variables.ts';
import { overrideOptions } from './input-overrides.ts';
import type { RealtimeOptions } from './realtime-options.ts';
import { toolWishes } from './tool-definitions.ts';

export type TurnDetectionWish =
  | {
      readonly type: 'server_vad';
      readonly threshold: number;
      readonly prefixPaddingMs: number;
      readonly silenceDurationMs: number;
      readonly idleTimeoutMs: number | null;
      readonly createResponse: boolean;
      readonly interruptResponse: boolean;
    }
  | {
      readonly type: 'semantic_vad';
      readonly eagerness: 'low' | 'medium' | 'high' | 'auto';
      readonly createResponse: boolean;
      readonly interruptResponse: boolean;
    };

/** A function that the model may call, as it is told of it. */
export interface ToolWish {
  readonly name: string;
  readonly description: string;
  /** JSON Schema. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface SessionWishes {
  readonly instructions: string;
  readonly voice: string;
  /** 1 is the voice's own; not asked for when it is 1. */
  readonly speed: number;
  /** A model that writes down what the caller said; empty for none. */
  readonly transcriptionModel: string;
  readonly transcriptionPrompt: string;
  readonly transcriptionKeywords: readonly string[];
  /** BCP 47 as Genesys sent it, or empty. */
  readonly language: string;
  readonly turnDetection: TurnDetectionWish;
  readonly noiseReduction: 'off' | 'near_field' | 'far_field';
  /** Undefined, here and below: left to the API. */
  readonly maxOutputTokens: number | 'inf' | undefined;
  readonly truncation: RealtimeOptions['truncation'];
  readonly reasoningEffort: RealtimeOptions['reasoningEffort'];
  readonly tools: readonly ToolWish[];
}

/** The API's documented defaults; its wire default for silence is 200 ms, which clips pauses, so all are said. */
export const DEFAULT_WISHES: SessionWishes = {
  instructions: '',
  voice: 'marin',
  speed: 1,
  transcriptionModel: 'gpt-transcribe',
  transcriptionPrompt: '',
  transcriptionKeywords: [],
  language: '',
  turnDetection: {
    type: 'server_vad',
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceDurationMs: 500,
    idleTimeoutMs: null,
    createResponse: true,
    interruptResponse: true,
  },
  noiseReduction: 'off',
  maxOutputTokens: undefined,
  truncation: undefined,
  reasoningEffort: undefined,
  tools: [],
};

const DEFAULT_SEMANTIC: TurnDetectionWish = {
  type: 'semantic_vad',
  eagerness: 'auto',
  createResponse: true,
  interruptResponse: true,
};

const DEFAULT_INSTRUCTIONS =
  'You are a friendly voice assistant on a telephone call. Answer briefly, in the language of the caller.';

/** What is known of the call. */
export interface CallFacts {
  /** BCP 47 as Genesys sent it, or empty. */
  readonly language: string;
  readonly inputVariables: Readonly<Record<string, string>>;
}

export interface WishNote {
  readonly rule: string;
  readonly level: NoteLevel;
  readonly text: string;
  readonly data?: Record<string, unknown>;
}

export interface Wanted {
  readonly wishes: SessionWishes;
  /** The profile's options as overridden by the call. */
  readonly options: RealtimeOptions;
  /** Instructions of the first answer; empty for none of its own. */
  readonly greeting: string;
  /** What the profile or the call asked for in vain. */
  readonly notes: readonly WishNote[];
}

/** The profile's options and the call's variables as wishes. */
export function wishesFor(profile: RealtimeOptions, call: CallFacts): Wanted {
  const { options, refused } = overrideOptions(profile, call.inputVariables);
  const { transcription } = options;
  const instructions = fillVariables(options.instructions ?? DEFAULT_INSTRUCTIONS, call.inputVariables);
  const greeting = fillVariables(options.greeting ?? '', call.inputVariables);
  const asksFor = transcription === 'off' ? undefined : transcription;
  const prompt = fillVariables(asksFor?.prompt ?? '', call.inputVariables);
  const notes: WishNote[] = refused.map(why => ({
    rule: 'RT-26',
    level: 'warning',
    text: `An input variable could not be taken as an option: ${why}.`,
  }));
  const missing = [...new Set([...instructions.missing, ...greeting.missing, ...prompt.missing])];
  if (missing.length > 0) {
    const text = `The call brought no input variable ${missing.join(', ')}; its place in the instructions is empty.`;
    notes.push({ rule: 'RT-27', level: 'warning', text, data: { missing } });
  }
  const wishes: SessionWishes = {
    instructions: instructions.text,
    voice: options.voice ?? DEFAULT_WISHES.voice,
    speed: options.speed ?? 1,
    transcriptionModel: transcription === 'off' ? '' : (asksFor?.model ?? DEFAULT_WISHES.transcriptionModel),
    transcriptionPrompt: prompt.text,
    transcriptionKeywords: asksFor?.keywords ?? [],
    language: options.language ?? call.language,
    turnDetection: turnDetectionFor(options.turnDetection),
    noiseReduction: options.noiseReduction ?? 'off',
    maxOutputTokens: options.maxOutputTokens,
    truncation: options.truncation,
    reasoningEffort: options.reasoningEffort,
    tools: toolWishes(options),
  };
  return { wishes, options, greeting: greeting.text, notes };
}

function turnDetectionFor(asked: RealtimeOptions['turnDetection']): TurnDetectionWish {
  const defaults = asked?.type === 'semantic_vad' ? DEFAULT_SEMANTIC : DEFAULT_WISHES.turnDetection;
  const given = Object.entries(asked ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as TurnDetectionWish;
}
