/** An event as a rule sees it: who sent it, whichever end of the wire the console was, and its message parsed once. */
import type { MessageEvent, SessionEvent } from '../events/session-event.ts';
import { objectAt, objectOf, textAt } from '../lib/json-object.ts';

/** The four parties of the two legs. The console is `server` and `bridge`, or `genesys` when it plays the caller. */
export type Party = 'genesys' | 'server' | 'model' | 'bridge';

export type SeenMessage = {
  readonly type: string;
  /** Of an AudioHook message; empty for others. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The whole message. */
  readonly body: Readonly<Record<string, unknown>>;
};

export type Seen = {
  readonly event: SessionEvent;
  /** Who sent the frame, or did what the event tells of; undefined for what the console noticed itself. */
  readonly from: Party | undefined;
  /** Undefined for what is no message, or no JSON object with a type. */
  readonly message: SeenMessage | undefined;
  /** The bytes of an audio event, where they are known. */
  readonly audio: Uint8Array | undefined;
};

/** @param isCaller the console played Genesys Cloud in this session */
export function partyOf(event: SessionEvent, isCaller: boolean): Party | undefined {
  if (event.leg === 'console' || !('direction' in event) || event.direction === undefined) return undefined;
  const own = event.direction === 'out';
  if (event.leg === 'bot') return own ? 'bridge' : 'model';
  return own === isCaller ? 'genesys' : 'server';
}

export function messageOf(event: MessageEvent): SeenMessage | undefined {
  const body = objectOf(event.text);
  const type = body && textAt(body, 'type');
  if (!body || type === undefined) return undefined;
  return { type, parameters: objectAt(body, 'parameters') ?? {}, body };
}
