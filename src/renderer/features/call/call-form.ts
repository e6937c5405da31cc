/** What the call panel's fields say, and the call that they make. Lives as long as the page; secrets are not kept. */
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { createStore } from '../../ui/store.ts';
import { type CallRequest, DEFAULT_CALL, FIRST_SCRIPT } from './call-controller.ts';
import { DEFAULT_OPTION_FIELDS, type OptionFields, optionsOf } from './call-form-options.ts';

export const SOURCES = ['microphone', 'wav', 'script', 'tone', 'silence'] as const;
export type SourceName = (typeof SOURCES)[number];

export type CallForm = {
  readonly elsewhere: boolean;
  readonly url: string;
  readonly apiKey: string;
  readonly clientSecret: string;
  readonly connectorId: string;
  readonly source: SourceName;
  readonly deviceId: string;
  /** The output device; empty: the system's. */
  readonly outputId: string;
  readonly wav: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } | undefined;
  readonly frequencyHz: string;
  readonly scriptName: string;
  readonly options: OptionFields;
};

export const createCallForm = () =>
  createStore<CallForm>({
    elsewhere: false,
    url: '',
    apiKey: '',
    clientSecret: '',
    connectorId: DEFAULT_CALL.connectorId,
    source: 'microphone',
    deviceId: '',
    outputId: '',
    wav: undefined,
    frequencyHz: '440',
    scriptName: FIRST_SCRIPT,
    options: DEFAULT_OPTION_FIELDS,
  });

/** The call, or what is missing. The host checks the rest. */
export function callOf(form: CallForm): Result<CallRequest, 'incomplete'> {
  const source = sourceOf(form);
  if (!source.ok) return source;
  const options = optionsOf(form.options);
  if (!options.ok) return options;
  if (!form.elsewhere) {
    return ok({
      target: undefined,
      credentials: undefined,
      connectorId: form.connectorId,
      source: source.value,
      options: options.value,
      outputId: form.outputId,
    });
  }
  const target = form.url.trim();
  if (!/^wss?:\/\/./.test(target)) {
    return fail('incomplete', 'Type the server’s address, beginning with ws:// or wss://.');
  }
  const credentials = form.apiKey === '' ? undefined : { apiKey: form.apiKey, clientSecret: form.clientSecret };
  if (!credentials && form.clientSecret !== '') {
    return fail('incomplete', 'A client secret signs for an API key: type the key too, or leave both empty.');
  }
  return ok({
    ...{ target, credentials, connectorId: form.connectorId },
    ...{ source: source.value, options: options.value, outputId: form.outputId },
  });
}

function sourceOf(form: CallForm): Result<CallRequest['source'], 'incomplete'> {
  switch (form.source) {
    case 'microphone':
      return ok({ type: 'microphone', deviceId: form.deviceId || undefined });
    case 'wav':
      return form.wav ? ok({ type: 'wav', ...form.wav }) : fail('incomplete', 'Choose a WAV file, or drop one here.');
    case 'tone': {
      const frequencyHz = Number(form.frequencyHz);
      if (frequencyHz >= 20 && frequencyHz <= 3900) return ok({ type: 'tone', frequencyHz });
      return fail('incomplete', 'A tone has 20 to 3900 Hz: a telephone carries no more.');
    }
    case 'script':
      return ok({ type: 'script', name: form.scriptName });
    case 'silence':
      return ok({ type: 'silence' });
  }
}
