/** Who opens an AudioHook connection, as far as its upgrade tells: Genesys Cloud, a fake one of a console, or another client. */

/**
 * Every organization of a fake Genesys Cloud begins so. A client is to be like the real one to the last header, so this is
 * the one place where a console can know its kind: a real organization begins so once in four billion.
 */
const FAKE_BEGINS = 'c0501e00';

/** The organization of a call that a console makes: a UUID like any other. @param uuid a random one */
export function fakeOrganization(uuid: string): string {
  return FAKE_BEGINS + uuid.slice(FAKE_BEGINS.length);
}

export type Caller = 'genesys' | 'fake' | 'other';

/** Headers that Genesys Cloud always sends. Its User-Agent is documented as a sample only, and decides nothing. */
const IDS = ['audiohook-organization-id', 'audiohook-session-id', 'audiohook-correlation-id'] as const;

/** @param headers names in lower case */
export function callerOf(headers: Readonly<Record<string, string | undefined>>): Caller {
  if (headers['audiohook-organization-id']?.startsWith(FAKE_BEGINS)) return 'fake';
  return IDS.every(name => headers[name]) ? 'genesys' : 'other';
}

/** The caller in words. @param remote its address */
export function callerWords(headers: Readonly<Record<string, string | undefined>>, remote: string): string {
  const from = remote === '' ? '' : ` from ${remote}`;
  const client = `${headers['user-agent'] || 'a client without User-Agent'}${from}`;
  switch (callerOf(headers)) {
    case 'genesys':
      return client;
    case 'fake':
      return `the fake Genesys Cloud of a console${from} (call, check, preflight or replay)`;
    case 'other':
      return `${client}: it lacks the Audiohook headers of Genesys Cloud`;
  }
}
