/** What somebody pastes who needs help: a command, an error, a line of a log. What it is, and what it tells. */
import { isOpenAiKey } from '../preflight/form-fields.ts';
import { ngrokCodeIn, ngrokError } from '../tunnel/ngrok-errors.ts';
import { commandWords } from './command-words.ts';
import { SYMPTOMS, type Symptom } from './symptoms.ts';

export type PastedCommand = {
  readonly program: 'wscat' | 'websocat' | 'curl';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
};

export type Pasted = {
  readonly kind: 'nothing' | 'command' | 'text';
  readonly command?: PastedCommand;
  /** An address in it, to test. */
  readonly url?: string;
  /** What it tells, most telling first. */
  readonly symptoms: readonly Symptom[];
  /** What else is to be said of it: a code that is known, a key that was exposed. */
  readonly notes: readonly string[];
};

export function readPasted(text: string): Pasted {
  const typed = text.trim();
  if (typed === '') return { kind: 'nothing', symptoms: [], notes: [] };
  const command = readCommand(typed);
  const url = command?.url ?? /\b(?:wss?|https?):\/\/[^\s"'<>]+/.exec(typed)?.[0];
  const symptoms = SYMPTOMS.filter(({ pattern }) => pattern.test(typed));
  return {
    kind: command ? 'command' : 'text',
    ...(command ? { command } : {}),
    ...(url === undefined ? {} : { url }),
    symptoms,
    notes: [...notesOn(typed), ...(command ? notesOnCommand(command) : [])],
  };
}

function notesOn(text: string): string[] {
  const ngrok = ngrokCodeIn(text);
  const known = ngrok ? [`${ngrok}: ${ngrokError(ngrok).meaning} ${ngrokError(ngrok).fix}`] : [];
  const exposed = /\bsk-[A-Za-z0-9_-]{16,}/.test(text)
    ? ['There is an OpenAI key in it. Whoever saw this text has it: revoke it at https://platform.openai.com/api-keys.']
    : [];
  return [...known, ...exposed];
}

/** A wscat, websocat or curl command; undefined when it is none. */
export function readCommand(text: string): PastedCommand | undefined {
  const words = commandWords(text.replace(/^\s*[$>#]\s+/, ''));
  const at = words.findIndex(word => /(?:^|[/\\])(?:wscat|websocat|curl)(?:\.exe)?$/.test(word));
  const program = /(wscat|websocat|curl)/.exec(words[at] ?? '')?.[1] as PastedCommand['program'] | undefined;
  if (!program) return undefined;
  const headers: Record<string, string> = {};
  let url = '';
  for (let n = at + 1; n < words.length; n += 1) {
    const word = words[n] ?? '';
    const joined = /^(?:-H|--header)=?(.+)$/.exec(word)?.[1];
    if (word === '-H' || word === '--header') addHeader(headers, words[++n] ?? '');
    else if (joined && word !== '--header') addHeader(headers, joined);
    else if (word === '-c' || word === '--connect') url = words[++n] ?? '';
    else if (/^(?:wss?|https?):\/\//i.test(word)) url ||= word;
  }
  return url === '' ? undefined : { program, url, headers };
}

function addHeader(headers: Record<string, string>, text: string): void {
  const colon = text.indexOf(':');
  if (colon > 0) headers[text.slice(0, colon).trim().toLowerCase()] = text.slice(colon + 1).trim();
}

/** What a real call has and this command has not. */
function notesOnCommand({ url, headers, program }: PastedCommand): string[] {
  const needed = [
    ['x-api-key', 'the API key (X-API-KEY)'],
    ['signature', 'the signature'],
    ['audiohook-session-id', 'the AudioHook ids'],
  ] as const;
  const missing = needed.filter(([name]) => headers[name] === undefined).map(([, words]) => words);
  const path = URL.parse(url)?.pathname ?? '/';
  return [
    ...(missing.length > 0 ? [`It lacks ${missing.join(', ')}: a server that demands them has not been tried.`] : []),
    ...(path === '/' ? ['It calls the bare host: Genesys Cloud appends the Connector ID to the path.'] : []),
    ...(Object.values(headers).some(isOpenAiKey)
      ? ['One of its headers is an OpenAI key, which Genesys Cloud never sends.']
      : []),
    program === 'curl'
      ? 'curl speaks HTTP: it shows the answer to the upgrade, and no more.'
      : `${program} opens a WebSocket and says nothing: a real call begins with open, and then sends binary audio.`,
  ];
}
