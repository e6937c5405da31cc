/**
 * What a Realtime client may send, and the errors the API answers otherwise. As strict as the API where clients trip:
 * one unknown key refuses a whole session.update. The API's published schema is more lenient than its server, so these
 * are written by hand from its reference and from recorded answers.
 */
import { z } from 'zod';
import { fieldAt, isRecord } from '../../../shared/realtime/parse.ts';
import { responseParamsSchema, sessionPatchSchema } from './settings-schema.ts';

const id = z.string().max(32).optional();
const itemHead = {
  id,
  object: z.literal('realtime.item').optional(),
  status: z.enum(['completed', 'incomplete', 'in_progress']).optional(),
};
const inputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const userPart = z.discriminatedUnion('type', [
  inputText,
  z.strictObject({ type: z.literal('input_audio'), audio: z.base64(), transcript: z.string().nullable().optional() }),
  z.strictObject({
    type: z.literal('input_image'),
    image_url: z.string(),
    detail: z.enum(['auto', 'low', 'high']).optional(),
  }),
]);
const assistantPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('output_text'), text: z.string() }),
  z.strictObject({ type: z.literal('output_audio'), audio: z.base64().optional(), transcript: z.string().optional() }),
]);

const message = z.discriminatedUnion('role', [
  z.strictObject({ ...itemHead, type: z.literal('message'), role: z.literal('user'), content: z.array(userPart) }),
  z.strictObject({
    ...itemHead,
    type: z.literal('message'),
    role: z.literal('assistant'),
    content: z.array(assistantPart),
  }),
  z.strictObject({ ...itemHead, type: z.literal('message'), role: z.literal('system'), content: z.array(inputText) }),
]);

/** An item that a client may add; the kinds that only a server makes are refused. */
export const conversationItemSchema = z.discriminatedUnion('type', [
  message,
  z.strictObject({ ...itemHead, type: z.literal('function_call_output'), call_id: z.string(), output: z.string() }),
  z.strictObject({
    ...itemHead,
    type: z.literal('function_call'),
    call_id: z.string().optional(),
    name: z.string(),
    arguments: z.string(),
  }),
]);

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
  z.strictObject({ ...head, type: z.literal('response.create'), response: responseParamsSchema.optional() }),
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
  const path = issue?.path ?? [];
  const param = placeOf(path);
  if (issue?.code === 'unrecognized_keys') {
    const key = placeOf([...path, issue.keys[0] ?? '']);
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

/** A place as the API writes it: `session.tools[2].meta`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, key) =>
      typeof key === 'number' ? `${place}[${key}]` : place === '' ? String(key) : `${place}.${String(key)}`,
    '',
  );
}
