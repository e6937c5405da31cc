/**
 * Input variables that set options of one call: Architect may send `realtime_voice` = `cedar`. Only what is harmless in
 * a stranger's hand can be set so: never an address, a key or a tool. The prefix has an underscore, because names of
 * Architect's variables hold letters, digits and underscores.
 */
import { type RealtimeOptions, realtimeOptionsSchema } from './realtime-options.ts';

export const OVERRIDE_PREFIX = 'realtime_';

type Read = (text: string) => unknown;

const asText: Read = text => text;
const asNumber: Read = text => (text.trim() === '' ? Number.NaN : Number(text));
const asYesNo: Read = text => ({ true: true, false: false })[text.trim().toLowerCase()] ?? text;
const asTokens: Read = text => (text === 'inf' ? text : asNumber(text));

/** Name after the prefix, where its value belongs (`turnDetection.` lies one deeper), and how it is read. */
const OVERRIDES: Readonly<Record<string, readonly [path: string, read: Read]>> = {
  model: ['model', asText],
  voice: ['voice', asText],
  speed: ['speed', asNumber],
  instructions: ['instructions', asText],
  language: ['language', asText],
  greet: ['greet', asYesNo],
  greeting: ['greeting', asText],
  vad: ['turnDetection.type', asText],
  threshold: ['turnDetection.threshold', asNumber],
  prefix_padding_ms: ['turnDetection.prefixPaddingMs', asNumber],
  silence_duration_ms: ['turnDetection.silenceDurationMs', asNumber],
  idle_timeout_ms: ['turnDetection.idleTimeoutMs', asNumber],
  eagerness: ['turnDetection.eagerness', asText],
  interrupt_response: ['turnDetection.interruptResponse', asYesNo],
  noise_reduction: ['noiseReduction', asText],
  max_output_tokens: ['maxOutputTokens', asTokens],
  truncation: ['truncation', asText],
  reasoning_effort: ['reasoningEffort', asText],
};

/** Names of all overrides, with the prefix. */
export const OVERRIDE_NAMES: readonly string[] = Object.keys(OVERRIDES).map(name => OVERRIDE_PREFIX + name);

export interface Overridden {
  readonly options: RealtimeOptions;
  /** Variables that were not taken, each with the reason, in words. Their values are not repeated. */
  readonly refused: readonly string[];
}

/** Options with what the call's input variables ask for. A value that does not fit is refused, the rest is taken. */
export function overrideOptions(options: RealtimeOptions, variables: Readonly<Record<string, string>>): Overridden {
  let result = options;
  const refused: string[] = [];
  // The kind of turn detection comes first: the parameters that fit depend on it.
  const names = Object.keys(variables).filter(name => name.startsWith(OVERRIDE_PREFIX));
  names.sort((a, b) => Number(b === `${OVERRIDE_PREFIX}vad`) - Number(a === `${OVERRIDE_PREFIX}vad`));
  for (const name of names) {
    const key = name.slice(OVERRIDE_PREFIX.length);
    // The flow chooses the names: `constructor` is none of ours.
    const known = Object.hasOwn(OVERRIDES, key) ? OVERRIDES[key] : undefined;
    if (!known) {
      refused.push(`${name} is no option (known: ${OVERRIDE_NAMES.join(', ')})`);
      continue;
    }
    const [path, read] = known;
    const parsed = realtimeOptionsSchema.safeParse(withValue(result, path, read(variables[name] ?? '')));
    if (parsed.success) result = parsed.data;
    else refused.push(`${name}: ${parsed.error.issues[0]?.message ?? 'it does not fit'}`);
  }
  return { options: result, refused };
}

function withValue(options: RealtimeOptions, path: string, value: unknown): Record<string, unknown> {
  const key = path.split('.')[1];
  if (key === undefined) return { ...options, [path]: value };
  const before = options.turnDetection ?? { type: 'server_vad' as const };
  if (key !== 'type') return { ...options, turnDetection: { ...before, [key]: value } };
  return { ...options, turnDetection: before.type === value ? before : { type: value } };
}
