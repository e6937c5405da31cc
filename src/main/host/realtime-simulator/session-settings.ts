/** The simulated session's settings: what a new session has, and what a session.update makes of it. */
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { SessionPatch } from './settings-schema.ts';

type AudioPatch = NonNullable<SessionPatch['audio']>;
type Format = NonNullable<NonNullable<AudioPatch['input']>['format']>;
export type TurnDetection = NonNullable<NonNullable<AudioPatch['input']>['turn_detection']>;
type Transcription = NonNullable<NonNullable<AudioPatch['input']>['transcription']>;
type NoiseReduction = NonNullable<NonNullable<AudioPatch['input']>['noise_reduction']>;
type Voice = NonNullable<NonNullable<AudioPatch['output']>['voice']>;

/** The session as `session.created` and `session.updated` show it. */
export interface SessionSettings extends Omit<SessionPatch, 'audio'> {
  readonly object: 'realtime.session';
  readonly id: string;
  readonly model: string;
  /** Seconds since the Unix epoch. */
  readonly expires_at: number;
  readonly audio: {
    readonly input: {
      readonly format: Format;
      readonly transcription: Transcription | null;
      readonly noise_reduction: NoiseReduction | null;
      readonly turn_detection: TurnDetection | null;
    };
    readonly output: { readonly format: Format; readonly voice: Voice; readonly speed: number };
  };
}

/** As seen on the wire: the silence window is 200 ms, though the reference says 500. */
const SERVER_VAD = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 200,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
} as const;
const SEMANTIC_VAD = {
  type: 'semantic_vad',
  eagerness: 'auto',
  create_response: true,
  interrupt_response: true,
} as const;
const PCM_24K = { type: 'audio/pcm', rate: 24000 } as const;

/** OpenAI's limit for one session. */
const SESSION_SECONDS = 3600;

export function newSession(id: string, model: string, nowSeconds: number): SessionSettings {
  return {
    type: 'realtime',
    object: 'realtime.session',
    id,
    model,
    output_modalities: ['audio'],
    instructions: '',
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    prompt: null,
    expires_at: nowSeconds + SESSION_SECONDS,
    include: null,
    audio: {
      input: { format: PCM_24K, transcription: null, noise_reduction: null, turn_detection: SERVER_VAD },
      output: { format: PCM_24K, voice: 'marin', speed: 1 },
    },
  };
}

/** Only the keys that are present change anything. `spoken`: audio was generated already, which locks the voice. */
export function applyPatch(
  session: SessionSettings,
  patch: SessionPatch,
  spoken: boolean,
): Result<SessionSettings, 'cannot_update_voice' | 'invalid_value'> {
  const { audio, ...rest } = patch;
  const input = audio?.input;
  const output = audio?.output;
  if (patch.model !== undefined && patch.model !== session.model) {
    return fail('invalid_value', 'The model of a session cannot be changed.');
  }
  if (spoken && output?.voice !== undefined && output.voice !== session.audio.output.voice) {
    return fail('cannot_update_voice', 'Cannot update a conversation’s voice if assistant audio is present.');
  }
  const before = session.audio;
  return ok({
    ...session,
    ...rest,
    model: session.model,
    audio: {
      input: {
        format: withRate(input?.format) ?? before.input.format,
        noise_reduction: input?.noise_reduction === undefined ? before.input.noise_reduction : input.noise_reduction,
        transcription: mergeTranscription(before.input.transcription, input?.transcription),
        turn_detection: mergeTurnDetection(before.input.turn_detection, input?.turn_detection),
      },
      output: {
        format: withRate(output?.format) ?? before.output.format,
        voice: output?.voice ?? before.output.voice,
        speed: output?.speed ?? before.output.speed,
      },
    },
  });
}

/** The echo names the rate of PCM, also where it was left out. */
function withRate(format: Format | undefined): Format | undefined {
  return format?.type === 'audio/pcm' ? PCM_24K : format;
}

function mergeTranscription(
  before: Transcription | null,
  patch: Transcription | null | undefined,
): Transcription | null {
  if (patch === undefined) return before;
  if (patch === null) return null;
  // The API was once recorded echoing null for what is not set; its published schema wants such keys left out.
  const merged = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged) as Transcription;
}

function mergeTurnDetection(
  before: TurnDetection | null,
  patch: TurnDetection | null | undefined,
): TurnDetection | null {
  if (patch === undefined) return before;
  if (patch === null) return null;
  if (patch.type === 'semantic_vad') return { ...(before?.type === 'semantic_vad' ? before : SEMANTIC_VAD), ...patch };
  return { ...(before?.type === 'server_vad' ? before : SERVER_VAD), ...patch };
}
