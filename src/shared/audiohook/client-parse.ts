/**
 * What a server sent, as strictly as Genesys Cloud is known to read it: what is known to end sessions is a breach with
 * the error code that Genesys answers; where its reaction is not known (PROTOCOL section 17), a warning.
 */
import { isTooDeep } from '../lib/json-depth.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { type ServerMessage, serverMessageSchema } from './messages.ts';
import { type Breach, parseServerMessage } from './parse.ts';

export type Received =
  | { readonly kind: 'message'; readonly message: ServerMessage; readonly warnings: readonly Breach[] }
  /** `code`: what the client's `error` message says. `seq`: of the message, where it could be read. */
  | {
      readonly kind: 'breach';
      readonly breach: Breach;
      readonly code: number;
      readonly seq: number | undefined;
      /** What a lenient reader makes of it, where that is plain: output variables as strings. */
      readonly repaired?: ServerMessage;
    };

const TYPES = new Map(serverMessageSchema.options.map(option => [option.shape.type.value as string, option]));
const ENVELOPE = ['version', 'type', 'id', 'seq', 'clientseq', 'parameters'];
/** The client's own fields: in a server's message they are known to be refused (PROTOCOL section 3). */
const OF_THE_CLIENT = ['serverseq', 'position'];

/** `bytes`: the size of the frame on the wire. */
export function parseForClient(text: string, bytes: number): Received {
  const object = objectOf(text);
  const seq = typeof object?.seq === 'number' && Number.isSafeInteger(object.seq) ? object.seq : undefined;
  const breach = (rule: Breach['rule'], detail: string, code: number): Received => {
    return { kind: 'breach', breach: { rule, detail }, code, seq };
  };
  if (typeof object?.type !== 'string' || bytes > MAX_MESSAGE_BYTES) {
    const parsed = parseServerMessage(text, bytes);
    const found = parsed.kind === 'breach' ? parsed.breach : ({ rule: 'AH-01', detail: 'no JSON object' } as const);
    return { kind: 'breach', breach: found, code: found.rule === 'AH-09' ? 413 : 400, seq };
  }
  const type = object.type;
  if (!TYPES.has(type)) {
    return breach('AH-31', type === 'error' ? NO_ERROR : `unknown message type ${quoted(type)}`, 500);
  }
  const wrong = OF_THE_CLIENT.filter(name => name in object);
  if (wrong.length > 0) return breach('AH-02', `${type}: ${wrong.join(', ')} in a message of a server`, 400);
  const warnings: Breach[] = [];
  const known = Object.fromEntries(Object.entries(object).filter(([name]) => ENVELOPE.includes(name)));
  const extra = Object.keys(object).filter(name => !ENVELOPE.includes(name));
  if (extra.length > 0) {
    warnings.push({ rule: 'AH-02', detail: `${type}: unknown field ${extra.map(quoted).join(', ')}` });
  }
  const parsed = parseServerMessage(extra.length > 0 ? JSON.stringify(known) : text, bytes);
  if (parsed.kind === 'breach') {
    if (!/outputVariables/.test(parsed.breach.detail)) return breach(parsed.breach.rule, parsed.breach.detail, 400);
    const repaired = withStrings(known);
    const found = breach('AH-17', parsed.breach.detail, 400);
    return found.kind === 'breach' && repaired ? { ...found, repaired } : found;
  }
  const { message } = parsed;
  warnings.push(...unknownParameters(message));
  return { kind: 'message', message, warnings };
}

/** The same `disconnect`, each output variable as text. */
function withStrings(message: Record<string, unknown>): ServerMessage | undefined {
  const { parameters } = message;
  if (!isObject(parameters) || !isObject(parameters.outputVariables)) return undefined;
  const entries = Object.entries(parameters.outputVariables);
  const outputVariables = Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const parsed = serverMessageSchema.safeParse({ ...message, parameters: { ...parameters, outputVariables } });
  return parsed.success ? parsed.data : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const NO_ERROR = 'error message from a server: there is none, faults are told with disconnect';

function unknownParameters(message: ServerMessage): Breach[] {
  const schema = TYPES.get(message.type)?.shape.parameters;
  const modelled = schema ? Object.keys(schema.shape) : [];
  const unknown = Object.keys(message.parameters).filter(name => !modelled.includes(name));
  return unknown.map(name =>
    name === 'outputVariables'
      ? { rule: 'AH-17', detail: `outputVariables in ${message.type}: they travel in disconnect alone` }
      : { rule: 'AH-06', detail: `${message.type}: unknown parameter ${quoted(name)}` },
  );
}

function objectOf(text: string): Record<string, unknown> | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Not JSON: the parser says so in its own words.
    return undefined;
  }
}

/** A name from the wire, short enough for a sentence. */
function quoted(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}
