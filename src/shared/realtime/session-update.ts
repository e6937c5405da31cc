/** What the bridge asks of a Realtime session, in the GA shape (OpenAI API reference, `session.update`). */
import type { RealtimeClientEvent } from 'openai/resources/realtime/realtime';
import { fieldAt, isRecord } from './parse.ts';
import type { SessionWishes, TurnDetectionWish } from './session-wishes.ts';

export type SessionUpdateEvent = Extract<RealtimeClientEvent, { type: 'session.update' }>;
type Session = Extract<SessionUpdateEvent['session'], { type: 'realtime' }>;
type AudioInput = NonNullable<NonNullable<Session['audio']>['input']>;

/**
 * The session.update that makes a session fit for a telephone: G.711 µ-law both ways, every parameter of turn detection
 * said. What is not wished for is left out: one key that a model does not know refuses the whole update.
 */
export function buildSessionUpdate(eventId: string, wishes: SessionWishes): SessionUpdateEvent {
  const { maxOutputTokens, truncation, reasoningEffort, tools, speed } = wishes;
  const session: Session = {
    type: 'realtime',
    output_modalities: ['audio'],
    instructions: wishes.instructions,
    audio: {
      input: {
        format: { type: 'audio/pcmu' },
        turn_detection: turnDetection(wishes.turnDetection),
        ...(wishes.transcriptionModel !== '' && { transcription: transcription(wishes) }),
        ...(wishes.noiseReduction !== 'off' && { noise_reduction: { type: wishes.noiseReduction } }),
      },
      output: { format: { type: 'audio/pcmu' }, voice: wishes.voice, ...(speed !== 1 && { speed }) },
    },
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({ type: 'function', name, description, parameters })),
      tool_choice: 'auto',
    }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
    ...(truncation !== undefined && { truncation: truncationOf(truncation) }),
    ...(reasoningEffort !== undefined && { reasoning: { effort: reasoningEffort } }),
  };
  return { type: 'session.update', event_id: eventId, session };
}

/** Another language of the caller, for the transcription; undefined where nothing is transcribed or it says nothing. */
export function buildLanguageUpdate(wishes: SessionWishes): SessionUpdateEvent | undefined {
  if (wishes.transcriptionModel === '' || languageCode(wishes.language) === undefined) return undefined;
  const audio = { input: { transcription: transcription(wishes) } };
  return { type: 'session.update', session: { type: 'realtime', audio } };
}

function turnDetection(wish: TurnDetectionWish): NonNullable<AudioInput['turn_detection']> {
  const both = { create_response: wish.createResponse, interrupt_response: wish.interruptResponse };
  if (wish.type === 'semantic_vad') return { type: 'semantic_vad', eagerness: wish.eagerness, ...both };
  return {
    type: 'server_vad',
    threshold: wish.threshold,
    prefix_padding_ms: wish.prefixPaddingMs,
    silence_duration_ms: wish.silenceDurationMs,
    idle_timeout_ms: wish.idleTimeoutMs,
    ...both,
  };
}

function transcription(wishes: SessionWishes): NonNullable<AudioInput['transcription']> {
  const language = languageCode(wishes.language);
  const { transcriptionPrompt: prompt, transcriptionKeywords: keywords } = wishes;
  return {
    model: wishes.transcriptionModel,
    ...(language && { language }),
    ...(prompt !== '' && { prompt }),
    ...(keywords.length > 0 && { keywords: [...keywords] }),
  };
}

function truncationOf(wish: NonNullable<SessionWishes['truncation']>): NonNullable<Session['truncation']> {
  if (typeof wish === 'string') return wish;
  const { retentionRatio: retention_ratio, postInstructionsTokens: post_instructions } = wish;
  return {
    type: 'retention_ratio',
    retention_ratio,
    ...(post_instructions !== undefined && { token_limits: { post_instructions } }),
  };
}

/** ISO 639-1, as transcription wants it, of a BCP 47 tag; undefined when the tag does not begin with one. */
function languageCode(tag: string): string | undefined {
  return /^([a-z]{2})(?:[-_]|$)/i.exec(tag)?.[1]?.toLowerCase();
}

/** Both formats that a `session.updated` echoes; the caller's audio may flow only when both are audio/pcmu. */
export function echoedFormats(event: unknown): { readonly input: string; readonly output: string } {
  const format = (side: string): string => {
    const type = fieldAt(event, 'session', 'audio', side, 'format', 'type');
    return typeof type === 'string' ? type : 'nothing';
  };
  return { input: format('input'), output: format('output') };
}

export interface EchoDifference {
  /** Path in the session: `audio.output.voice`. */
  readonly path: string;
  readonly asked: unknown;
  /** Undefined: the echo lacks it. */
  readonly got: unknown;
}

/**
 * Where `session.updated` does not say what was asked for. What was not asked is not compared; texts and tools are
 * compared but not repeated, for they may be long and hold what the call brought.
 */
export function echoDifferences(update: SessionUpdateEvent, updated: unknown): readonly EchoDifference[] {
  return [...differences('', update.session, fieldAt(updated, 'session'))];
}

const NOT_REPEATED = new Set(['instructions', 'tools', 'audio.input.transcription.prompt']);

function* differences(path: string, asked: unknown, got: unknown): Generator<EchoDifference> {
  if (isRecord(asked) && isRecord(got) && !NOT_REPEATED.has(path)) {
    for (const [key, value] of Object.entries(asked)) {
      if (value !== undefined) yield* differences(path === '' ? key : `${path}.${key}`, value, got[key]);
    }
    return;
  }
  // null is how an echo says "off": the same as what was not there.
  if (same(asked ?? null, got ?? null)) return;
  const repeat = (value: unknown): unknown => (NOT_REPEATED.has(path) ? '(not repeated)' : value);
  yield { path, asked: repeat(asked), got: got === undefined ? undefined : repeat(got) };
}

/** Equal as JSON, whatever the order of keys; more keys in `got` than were asked for do no harm. */
function same(asked: unknown, got: unknown): boolean {
  if (Array.isArray(asked) && Array.isArray(got)) {
    return asked.length === got.length && asked.every((item, at) => same(item, got[at]));
  }
  if (isRecord(asked) && isRecord(got)) return Object.entries(asked).every(([key, value]) => same(value, got[key]));
  return asked === got;
}
