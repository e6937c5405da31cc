/** The further options of a call as the panel's fields hold them (text), and the options that they make. */
import {
  type CallOptions,
  callOptionsSchema,
  MAX_CUSTOM_CONFIG_BYTES,
} from '../../../shared/audiohook/call-options.ts';
import type { FaultId } from '../../../shared/audiohook/faults.ts';
import type { OfferName } from '../../../shared/audiohook/offers.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

export type OptionFields = {
  readonly ani: string;
  readonly aniName: string;
  readonly dnis: string;
  readonly language: string;
  readonly supportedLanguages: boolean;
  /** One `name=value` a line. */
  readonly inputVariables: string;
  /** JSON, or empty. */
  readonly customConfig: string;
  readonly offer: OfferName | 'custom';
  /** JSON; counts with offer `custom`. */
  readonly customOffer: string;
  /** One `id` or `id:serverseq:clientseq` a line. */
  readonly continuedSessions: string;
  readonly signatureOrder: 'docs' | 'production';
  readonly signatureLabel: string;
  readonly verbatimJoin: boolean;
  readonly lenient: boolean;
  readonly retry: boolean;
  readonly fault: FaultId | '';
};

export const DEFAULT_OPTION_FIELDS: OptionFields = {
  ani: 'tel:+15550100001',
  aniName: '',
  dnis: 'tel:+15550100002',
  language: 'en-us',
  supportedLanguages: false,
  inputVariables: '',
  customConfig: '',
  offer: 'audio-connector',
  customOffer: '[{"type":"audio","format":"PCMU","channels":["external"],"rate":8000}]',
  continuedSessions: '',
  signatureOrder: 'docs',
  signatureLabel: '',
  verbatimJoin: false,
  lenient: false,
  retry: true,
  fault: '',
};

type Fields<T> = Result<T, 'incomplete'>;

/** What differs from the defaults; an untouched panel makes no options at all. */
export function optionsOf(fields: OptionFields): Fields<CallOptions> {
  const inputVariables = variablesOf(fields.inputVariables);
  if (!inputVariables.ok) return inputVariables;
  const continuedSessions = continuedOf(fields.continuedSessions);
  if (!continuedSessions.ok) return continuedSessions;
  const customConfig = fields.customConfig.trim() === '' ? ok(undefined) : json('Custom config', fields.customConfig);
  if (!customConfig.ok) return customConfig;
  if (new TextEncoder().encode(fields.customConfig).length > MAX_CUSTOM_CONFIG_BYTES) {
    return fail('incomplete', `Custom config is too long: Genesys Cloud allows ${MAX_CUSTOM_CONFIG_BYTES} bytes.`);
  }
  const offer = fields.offer === 'custom' ? json('The custom offer', fields.customOffer) : ok(fields.offer);
  if (!offer.ok) return offer;
  const was = DEFAULT_OPTION_FIELDS;
  const caller = fields.ani !== was.ani || fields.aniName !== was.aniName || fields.dnis !== was.dnis;
  const signing = { order: fields.signatureOrder, ...(fields.signatureLabel && { label: fields.signatureLabel }) };
  const parsed = callOptionsSchema.safeParse({
    ...(caller && { participant: { ani: fields.ani, aniName: fields.aniName, dnis: fields.dnis } }),
    ...(fields.language !== was.language && { language: fields.language }),
    ...(fields.supportedLanguages && { supportedLanguages: true }),
    ...(inputVariables.value && { inputVariables: inputVariables.value }),
    ...(customConfig.value !== undefined && { customConfig: customConfig.value }),
    ...(offer.value !== was.offer && { offer: offer.value }),
    ...(continuedSessions.value && { continuedSessions: continuedSessions.value }),
    ...((signing.order !== was.signatureOrder || fields.signatureLabel) && { signing }),
    ...(fields.verbatimJoin && { verbatimJoin: true }),
    ...(fields.lenient && { lenient: true }),
    ...(!fields.retry && { retry: false }),
    ...(fields.fault && { fault: fields.fault }),
  });
  if (parsed.success) return ok(parsed.data);
  const at = parsed.error.issues[0]?.path[0];
  if (at === 'offer') {
    return fail('incomplete', 'The custom offer is a list of media, each with type, format, channels and rate.');
  }
  return fail('incomplete', `A signature's label begins with a-z and has a-z 0-9 _ - . * only.`);
}

function variablesOf(text: string): Fields<Record<string, string> | undefined> {
  const lines = linesOf(text);
  if (lines.some(line => line.indexOf('=') < 1)) {
    return fail('incomplete', 'Input variables: write one name=value a line.');
  }
  if (lines.length === 0) return ok(undefined);
  return ok(
    Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
  );
}

function continuedOf(text: string): Fields<CallOptions['continuedSessions']> {
  const lines = linesOf(text).map(line => /^([^:\s]+)(?::(\d+):(\d+))?$/.exec(line));
  const sessions = lines.flatMap(match =>
    match ? [{ id: match[1] ?? '', serverseq: Number(match[2] ?? 0), clientseq: Number(match[3] ?? 0) }] : [],
  );
  if (sessions.length < lines.length) {
    return fail('incomplete', 'Continued sessions: write one ID, or ID:SERVERSEQ:CLIENTSEQ, a line.');
  }
  return ok(sessions.length === 0 ? undefined : sessions);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

function json(name: string, text: string): Fields<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail('incomplete', `${name} is no JSON.`);
  }
}
