/** The other fields of Genesys Cloud's forms, as typed: what each is mistaken for. Values never appear in a finding. */
import { decodeBase64 } from '../lib/base64.ts';
import { amber, type Finding, green, red, unknown } from './finding.ts';

/** Characters that Genesys Cloud accepts in X-API-KEY (PROTOCOL section 2.1). */
export const API_KEY_PATTERN = /^[A-Za-z0-9+/_-]+={0,2}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Less is guessed too easily: 16 bytes are 128 bits. */
const SHORT_SECRET_BYTES = 16;

/** OpenAI's keys, which have no business in these forms. */
export function isOpenAiKey(text: string): boolean {
  return /^(?:Bearer\s+)?sk-/.test(text.trim());
}

const EXPOSED =
  'It has been exposed: revoke it at https://platform.openai.com/api-keys. Genesys Cloud never needs it; this field takes a value that you invent.';

export function judgeConnectorId(id: string): Finding {
  const typed = id.trim();
  if (typed === '') return unknown('No Connector ID: the base alone is called, as the connection probe does.');
  if (isOpenAiKey(typed)) return red('The Connector ID is an OpenAI key.', EXPOSED);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || /^(?:www\.|[a-z0-9-]+\.(?:com|net|io|app|dev)\b)/i.test(typed)) {
    return red(
      'The Connector ID is an address. Genesys Cloud appends it to the Base Connection URI, so the path would hold a second address.',
      'Type a short name that you choose, such as demo-bot: it becomes the end of the path.',
    );
  }
  if (UUID.test(typed)) {
    return red(
      "The Connector ID is a UUID: most likely the id of the integration, or of the flow, from the address bar of Genesys Cloud's admin page.",
      'Type a short name that you choose, such as demo-bot. If your server really names its bots by UUID, this is right.',
    );
  }
  if (/\s/.test(typed)) return red('The Connector ID has a space in it.', 'Use letters, digits, - and _ only.');
  if (typed.startsWith('/')) {
    return amber(
      'The Connector ID begins with a slash, and the base may end with one: the path may get two.',
      'Leave the slash out.',
    );
  }
  if (!/^[A-Za-z0-9._~/?&=%-]+$/.test(typed)) {
    return amber('The Connector ID has characters that are escaped in a path.', 'Use letters, digits, - and _ only.');
  }
  return green(`"${typed}" is a name that a path can end with.`);
}

export function judgeApiKey(key: string): Finding {
  if (key === '') return unknown('No API key was given.');
  if (isOpenAiKey(key)) return red('The API key is an OpenAI key.', EXPOSED);
  if (key !== key.trim()) return red('The API key begins or ends with a space.', 'Paste it again without.');
  if (UUID.test(key)) {
    return amber(
      'The API key is a UUID: perhaps an OAuth client id of Genesys Cloud, which has no part in this.',
      'Invent a value of its own; the console makes one.',
    );
  }
  if (!API_KEY_PATTERN.test(key)) {
    return red(
      'The API key has a character that Genesys Cloud does not accept.',
      'Use A-Z a-z 0-9 + / _ - and at most two = at the end.',
    );
  }
  return green('The API key has only characters that Genesys Cloud accepts.');
}

export function judgeClientSecret(secret: string, apiKey: string): Finding {
  if (secret === '') {
    return apiKey === ''
      ? unknown('No client secret was given.')
      : amber(
          'Without a client secret nothing is signed: whoever learns the key can call.',
          'Invent a secret of 32 random bytes in base64; the console makes one.',
        );
  }
  if (isOpenAiKey(secret)) return red('The client secret is an OpenAI key.', EXPOSED);
  if (apiKey === '')
    return red('There is a client secret, but no API key.', 'Give both: the key says whose secret it is.');
  if (secret === apiKey)
    return amber(
      'API key and client secret are the same.',
      'The key travels with every call, so it is no secret: invent another value.',
    );
  const bytes = decodeBase64(secret);
  if (bytes === undefined) {
    return red(
      'The client secret is not standard base64, and Genesys Cloud decodes it before it signs.',
      'Use A-Z a-z 0-9 + / with = at the end, such as the output of: openssl rand -base64 32.',
    );
  }
  if (bytes.length < SHORT_SECRET_BYTES) {
    return amber(
      `The client secret decodes to ${bytes.length} bytes only.`,
      'Use 32 random bytes: openssl rand -base64 32.',
    );
  }
  return green(`The client secret is base64 of ${bytes.length} bytes.`);
}
