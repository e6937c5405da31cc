/**
 * Connector IDs that are always there and need no key: they show whether sound comes through, before any model has a
 * part in it. A profile of exactly the same ID in settings.json wins; a pattern does not.
 */
import type { ConnectorProfile } from './connector-profile.ts';

export type BuiltInConnector = {
  readonly id: string;
  readonly bot: 'tone' | 'echo' | 'count';
  /** What the caller hears. */
  readonly hears: string;
  /** What it proves when the caller hears it. */
  readonly proves: string;
};

export const BUILT_IN_CONNECTORS: readonly BuiltInConnector[] = [
  {
    id: 'tone-test',
    bot: 'tone',
    hears: 'Three beeps, again and again.',
    proves: 'Genesys Cloud to caller works: when a bot is not heard, the fault is in the bot or its server.',
  },
  {
    id: 'echo-test',
    bot: 'echo',
    hears: 'Themselves, as it comes.',
    proves: 'Both directions work, and the delay of the whole way is what one hears.',
  },
  {
    id: 'count-test',
    bot: 'count',
    hears: 'A voice that counts from one to ten, one number a second.',
    proves: 'Nothing is lost or played twice: a missing number is a lost frame.',
  },
];

/** The code of the notes that these bots leave in a session, with `LineTestNote` as data. */
export const LINE_TEST_NOTE = 'line-test';
export type LineTestNote = {
  readonly test: BuiltInConnector['bot'];
  /**
   * `own-call`: the console's own fake Genesys Cloud calls, so that nothing is proved of the real one. `sent`: to Genesys
   * Cloud. `started`, `completed`: it said that the caller hears it, has heard it.
   */
  readonly step: 'own-call' | 'sent' | 'started' | 'completed';
};

/** The built-in profile of an ID; undefined for other IDs, and where a profile of the same ID replaces it. */
export function builtInProfile(
  profiles: readonly ConnectorProfile[],
  connectorId: string,
): ConnectorProfile | undefined {
  const found = BUILT_IN_CONNECTORS.find(({ id }) => id === connectorId);
  if (!found || replacesBuiltIn(profiles, connectorId)) return undefined;
  return { match: found.id, bot: found.bot };
}

/** True when a profile of settings.json has taken the place of a built-in ID. */
export function replacesBuiltIn(profiles: readonly ConnectorProfile[], connectorId: string): boolean {
  return (
    BUILT_IN_CONNECTORS.some(({ id }) => id === connectorId) && profiles.some(({ match }) => match === connectorId)
  );
}
