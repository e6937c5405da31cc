/**
 * What a Realtime client may send, and the errors the API answers otherwise. As strict as the API where clients trip:
 * one unknown key refuses a whole session.update. The API's published schema is more lenient than its server, so these
 * are written by hand from its reference and from recorded answers.
 */
import { z } from 'zod';
import { fieldAt, isRecord } from '../../../shared/realtime/parse.ts';

const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('audio/pcm'), rate: z.number().int().min(24000).max(24000).optional() }),
  z.strictObject({ type: z.literal('audio/pcmu') }),
  z.strictObject({ type: z.literal('audio/pcma') }),
]);

const turnDetection = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('server_vad'),
    threshold: z.number().min(0).max(1).optional(),
    prefix_padding_ms: z.number().int().min(0).optional(),
    silence_duration_ms: z.number().int().min(0).optional(),
    idle_timeout_ms: z.number().int().min(5000).max(30000).nullable().optional(),
    create_response: z.boolean().optional(),
    interrupt_response: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
    create_response: z.boolean().optional(),
    interrupt_response: z.boolean().optional(),
  }),
]);

const transcription = z.strictObject({
  model: z.string().optional(),
  language: z.string().nullable().optional(),
  prompt: z.string().nullable().optional(),
  languages: z.array(z.string()).optional(),
  keywords: z.array(z.string()).optional(),
  delay: z.string().optional(),
});

const noiseReduction = z.strictObject({
  type: z.enum(['near_field', 'far_field']),
  strength: z.unknown().optional(),
});

const audioOutput = z.strictObject({
  format: format.optional(),
  voice: z.union([z.string(), z.strictObject({ id: z.string() })]).optional(),
  speed: z.number().min(0.25).max(1.5).optional(),
});

const modalities = z.array(z.enum(['audio', 'text'])).length(1, 'Ask for audio or for text, not for both.');
const maxOutputTokens = z.union([z.number().int().min(1).max(4096), z.literal('inf')]);
const metadata = z.record(z.string(), z.string()).nullable();

export const sessionPatchSchema = z.strictObject({
  type: z.literal('realtime'),
  model: z.string().optional(),
  output_modalities: modalities.optional(),
  instructions: z.string().optional(),
  audio: z
    .strictObject({
      input: z
        .strictObject({
          format: format.optional(),
          turn_detection: turnDetection.nullable().optional(),
          transcription: transcription.nullable().optional(),
          noise_reduction: noiseReduction.nullable().optional(),
        })
        .optional(),
      output: audioOutput.optional(),
    })
    .optional(),
  tools: z.array(z.looseObject({ type: z.enum(['function', 'mcp']) })).optional(),
  tool_choice: z.unknown().optional(),
  max_output_tokens: maxOutputTokens.optional(),
  truncation: z.unknown().optional(),
  reasoning: z.strictObject({ effort: z.string().optional() }).nullable().optional(),
  parallel_tool_calls: z.boolean().optional(),
  include: z.array(z.string()).nullable().optional(),
  tracing: z.unknown().optional(),
  prompt: z.unknown().optional(),
});
export type SessionPatch = z.infer<typeof sessionPatchSchema>;

const contentPart = z.looseObject({ type: z.string() });
export const conversationItemSchema = z.discriminatedUnion('type', [
  z.looseObject({
    id: z.string().max(32).optional(),
    type: z.literal('message'),
    role: z.enum(['user', 'assistant', 'system']),
    content: z.array(contentPart),
  }),
  z.looseObject({
    id: z.string().max(32).optional(),
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: z.string(),
  }),
  z.looseObject({
    id: z.string().max(32).optional(),
    type: z.literal('function_call'),
    name: z.string(),
    arguments: z.string(),
  }),
]);

const responseParams = z.strictObject({
  output_modalities: modalities.optional(),
  instructions: z.string().optional(),
  audio: z.strictObject({ output: audioOutput.optional() }).optional(),
  tools: z.array(z.unknown()).optional(),
  tool_choice: z.unknown().optional(),
  max_output_tokens: maxOutputTokens.optional(),
  conversation: z.enum(['auto', 'none']).optional(),
  metadata: metadata.optional(),
  input: z.array(z.unknown()).optional(),
  prompt: z.unknown().optional(),
  reasoning: z.unknown().optional(),
  parallel_tool_calls: z.boolean().optional(),
});
export type ResponseParams = z.infer<typeof responseParams>;

const head = { event_id: z.string().max(512).optional() };

export const clientEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...head, type: z.literal('session.update'), session: sessionPatchSchema }),
  z.strictObject({ ...head, type: z.literal('input_audio_buffer.append'), audio: z.base64() }),
  z.strictObject({ ...head, type: z.literal('input_audio_buffer.commit') }),
  z.strictObject({ ...head, type: z.literal('input_audio_buffer.clear') }),
  z.strictObject({
    ...head,
    type: z.literal('conversation.item.create'),
    previous_item_id: z.string().nullable().optional(),
    item: conversationItemSchema,
  }),
  z.strictObject({ ...head, type: z.literal('conversation.item.delete'), item_id: z.string() }),
  z.strictObject({ ...head, type: z.literal('conversation.item.retrieve'), item_id: z.string() }),
  z.strictObject({
    ...head,
    type: z.literal('conversation.item.truncate'),
    item_id: z.string(),
    content_index: z.number().int().min(0),
    audio_end_ms: z.number().int().min(0),
  }),
  z.strictObject({ ...head, type: z.literal('response.create'), response: responseParams.optional() }),
  z.strictObject({ ...head, type: z.literal('response.cancel'), response_id: z.string().optional() }),
]);
export type ClientEvent = z.infer<typeof clientEventSchema>;

/** The `error` of an error event. */
export interface ApiError {
  readonly type: 'invalid_request_error' | 'server_error';
  readonly code: string | null;
  readonly message: string;
  readonly param: string | null;
  /** The client's event that it is about. */
  readonly event_id: string | null;
}

export type ReadClientEvent =
  | { readonly ok: true; readonly event: ClientEvent }
  | { readonly ok: false; readonly error: ApiError };

export function invalidRequest(code: string | null, message: string, param: string | null = null): ApiError {
  return { type: 'invalid_request_error', code, message, param, event_id: null };
}

const KNOWN_TYPES = new Set<string>(clientEventSchema.options.map(option => option.shape.type.value));

/** Reads one text frame as the API would. */
export function readClientEvent(text: string): ReadClientEvent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(undefined, 'invalid_json', 'The event could not be parsed: it is not valid JSON.');
  }
  if (!isRecord(value)) return refuse(undefined, 'invalid_event', 'The event is not a JSON object.');
  if (typeof value.type !== 'string') {
    return refuse(value, 'missing_required_parameter', "Missing required parameter: 'type'.", 'type');
  }
  if (!KNOWN_TYPES.has(value.type)) {
    const supported = [...KNOWN_TYPES].map(type => `'${type}'`).join(', ');
    return refuse(
      value,
      'invalid_value',
      `Invalid value: '${value.type}'. Supported values are: ${supported}.`,
      'type',
    );
  }
  const parsed = clientEventSchema.safeParse(value);
  if (parsed.success) return { ok: true, event: parsed.data };
  const [code, message, param] = wordsFor(parsed.error.issues[0], value);
  return refuse(value, code, message, param);
}

function refuse(value: unknown, code: string, message: string, param: string | null = null): ReadClientEvent {
  const eventId = fieldAt(value, 'event_id');
  const error = { ...invalidRequest(code, message, param), event_id: typeof eventId === 'string' ? eventId : null };
  return { ok: false, error };
}

function wordsFor(issue: z.core.$ZodIssue | undefined, value: unknown): [string, string, string] {
  const path = (issue?.path ?? []).map(String);
  const param = path.join('.');
  if (issue?.code === 'unrecognized_keys') {
    const key = [...path, issue.keys[0] ?? ''].join('.');
    return ['unknown_parameter', `Unknown parameter: '${key}'.`, key];
  }
  const found = issue?.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  // The discriminator of a union is named only by the issue's note.
  const missing = issue?.code === 'invalid_union' && isRecord(found) && !('type' in found) ? `${param}.type` : param;
  if (found === undefined || missing !== param) {
    return ['missing_required_parameter', `Missing required parameter: '${missing}'.`, missing];
  }
  if (issue?.code === 'too_small' && issue.origin === 'number') {
    return ['integer_below_min_value', `Invalid '${param}': below the minimum value ${issue.minimum}.`, param];
  }
  if (issue?.code === 'too_big' && issue.origin === 'number') {
    return ['integer_above_max_value', `Invalid '${param}': above the maximum value ${issue.maximum}.`, param];
  }
  if (issue?.code === 'invalid_type') {
    return ['invalid_type', `Invalid type for '${param}': expected ${issue.expected}.`, param];
  }
  return ['invalid_value', `Invalid value for '${param}': ${issue?.message ?? 'not allowed'}.`, param];
}
