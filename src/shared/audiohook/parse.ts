/** Text of a frame to a message, or to the rule that it breaks. One parser for each side of the wire. */
import type { z } from 'zod';
import { DEEPEST_LEVEL, isTooDeep } from '../lib/json-depth.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import {
  type ClientMessage,
  clientEnvelopeSchema,
  clientMessageSchema,
  type ServerMessage,
  serverMessageSchema,
} from './messages.ts';
import type { RuleId } from './rules.ts';

export type Breach = { readonly rule: RuleId; readonly detail: string };

export type ClientParse =
  | { kind: 'message'; message: ClientMessage }
  /** A type that we do not know, with a good envelope. */
  | { kind: 'unknown'; type: string; envelope: z.infer<typeof clientEnvelopeSchema> }
  | { kind: 'breach'; breach: Breach };

const CLIENT_TYPES = new Set<string>(clientMessageSchema.options.map(option => option.shape.type.value));

/** What the client (Genesys Cloud) sent. `bytes` is the size of the frame on the wire. */
export function parseClientMessage(text: string, bytes: number): ClientParse {
  const value = parseObject(text, bytes);
  if (value.kind === 'breach') return value;
  const envelope = clientEnvelopeSchema.safeParse(value.object);
  if (!envelope.success) return breach('AH-02', firstIssue(envelope.error));
  if (!CLIENT_TYPES.has(envelope.data.type)) {
    return { kind: 'unknown', type: envelope.data.type, envelope: envelope.data };
  }
  const message = clientMessageSchema.safeParse(value.object);
  if (!message.success) return breach('AH-06', `${envelope.data.type}: ${firstIssue(message.error)}`);
  return { kind: 'message', message: message.data };
}

export type ServerParse = { kind: 'message'; message: ServerMessage } | { kind: 'breach'; breach: Breach };

/** What a server sent. */
export function parseServerMessage(text: string, bytes: number): ServerParse {
  const value = parseObject(text, bytes);
  if (value.kind === 'breach') return value;
  if (typeof value.object.type !== 'string') return breach('AH-02', `no type: it begins ${beginning(value.object)}`);
  const message = serverMessageSchema.safeParse(value.object);
  if (message.success) return { kind: 'message', message: message.data };
  const issue = message.error.issues[0];
  const inParameters = issue?.path[0] === 'parameters';
  return breach(inParameters ? 'AH-06' : 'AH-02', `${value.object.type}: ${firstIssue(message.error)}`);
}

function parseObject(
  text: string,
  bytes: number,
): { kind: 'object'; object: Record<string, unknown> } | { kind: 'breach'; breach: Breach } {
  if (bytes > MAX_MESSAGE_BYTES) return breach('AH-09', `text message of ${bytes} bytes`);
  if (isTooDeep(text)) return breach('AH-01', `text message is nested deeper than ${DEEPEST_LEVEL} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return breach('AH-01', 'text message is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return breach('AH-01', 'text message is not a JSON object');
  }
  return { kind: 'object', object: value as Record<string, unknown> };
}

function breach(rule: RuleId, detail: string): { kind: 'breach'; breach: Breach } {
  return { kind: 'breach', breach: { rule, detail } };
}

/** The names of a message that is none of the protocol, so that one knows it again: no values, they may be anything. */
function beginning(object: Record<string, unknown>): string {
  const names = Object.keys(object).slice(0, 4);
  return names.length === 0 ? '{}' : `{ ${names.map(name => JSON.stringify(name.slice(0, 40))).join(', ')} … }`;
}

/** Where and what, without the value: it may be anything. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'not as the protocol says';
  return issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message;
}
