/** Whom a call or a check that the page asks for goes to, and with which credentials. */
import type { BotChoice } from './bots/bot-choice.ts';
import type { Credentials } from './settings/credentials.ts';

export type OwnServer = {
  /** Where the console's own server listens; undefined while it does not. */
  serverUrl(): string | undefined;
  /** True for an address, as typed, that leads to the console's own server. */
  isOwnAddress(url: string): Promise<boolean>;
  /** The console's own pair. */
  credentials: Credentials;
  /** Who answers there. */
  bots: Pick<BotChoice, 'expect' | 'isReady' | 'status'>;
};

export const NOT_LISTENING =
  "The console's own server does not listen: take a free port first, or call another server.";

/** What was typed always counts; the console's own pair is for its own address, and for no other. */
export async function credentialsFor(
  own: OwnServer,
  target: string | undefined,
  typed: Credentials | undefined,
): Promise<Credentials | undefined> {
  const isOwn = typed === undefined && (target === undefined || (await own.isOwnAddress(target)));
  return isOwn ? own.credentials : typed;
}
