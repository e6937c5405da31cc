/** What a check is: which calls it reads, and how it judges what they kept. It opens no connection itself. */
import type { RuleId } from '../../../shared/audiohook/rules.ts';
import type { CheckProfile } from '../../../shared/checks/check-report.ts';
import type { CheckCall } from './check-call.ts';
import type { ScenarioName } from './scenarios.ts';

export const GROUPS = [
  'upgrade and security',
  'opening',
  'connection probe',
  'media',
  'sequence and envelope',
  'keepalive',
  'audio out',
  'pausing',
  'DTMF and playback',
  'barge-in',
  'ending',
  'robustness',
] as const;
export type CheckGroup = (typeof GROUPS)[number];

/**
 * documented: by Genesys. reference: behaviour of Genesys' reference code. observed: in production traffic.
 * second-hand: quoted by third parties. ours: follows from the others, or is good practice.
 */
export type Certainty = 'documented' | 'reference' | 'observed' | 'second-hand' | 'ours';

/** `fix`: what to change, where that depends on what was seen; else it is the check's own. */
export type Judgement = { status: 'pass' | 'bad' | 'na'; detail: string; fix?: string };
/** The server does what it should. */
export const good = (detail: string): Judgement => ({ status: 'pass', detail });
/** The server breaks the rule: `fail`, or `warn` where the check is advice only. */
export const bad = (detail: string, fix?: string): Judgement => ({
  status: 'bad',
  detail,
  ...(fix === undefined ? {} : { fix }),
});
/** This server gives nothing to judge. */
export const na = (detail: string): Judgement => ({ status: 'na', detail });

export type Facts = {
  profile: CheckProfile;
  connectorId: string;
  /** Whether a key, and a secret to sign with, were given. */
  hasKey: boolean;
  hasSecret: boolean;
};

export type Check = {
  /** Stable kebab-case: never given to another check. */
  id: string;
  group: CheckGroup;
  /** What a good server does, as a sentence. */
  title: string;
  rule?: RuleId;
  /** Where the rule comes from. */
  source: string;
  certainty: Certainty;
  /** What a breach counts as; absent: `fail`. */
  breach?: 'warn';
  /** What to change when it is not met. */
  fix: string;
  /** Absent: every profile. */
  profiles?: readonly CheckProfile[];
  /** Runs after all others and beside none: it disturbs them. */
  alone?: boolean;
  /** True: judges also calls that were not opened. Else such a call makes it `na`. */
  judgesOpening?: boolean;
  /** Why it says nothing about such a run; absent or undefined: it does. */
  unless?(facts: Facts): string | undefined;
  calls: readonly [ScenarioName, ...ScenarioName[]];
  /** @param calls as many as the check names, in that order */
  judge(call: CheckCall, facts: Facts, calls: readonly CheckCall[]): Judgement;
};

export const AUDIO_CONNECTOR: readonly CheckProfile[] = ['audio-connector'];
export const LISTENING: readonly CheckProfile[] = ['monitor', 'transcription'];

/** Milliseconds as a person reads them. */
export function ms(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

/** A piece of a frame to show: short, in one line. */
export function excerpt(text: string, most = 160): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** How a server ended a call that it should have gone on with, in words; undefined when it did not. */
export function endedByServer(call: CheckCall): string | undefined {
  const disconnect = call.received('disconnect')[0];
  const parameters = (disconnect?.value?.parameters ?? {}) as { reason?: unknown; info?: unknown };
  if (disconnect && parameters.reason !== 'completed') {
    return `the server ended the session: disconnect, reason ${parameters.reason}${parameters.info ? `, "${excerpt(String(parameters.info))}"` : ''}`;
  }
  return droppedBeforeClose(call);
}

/**
 * The same, but of a session that should have gone on: how a server behaves after our `close` is for the checks of the
 * ending alone, or one defect there would be told as a defect of everything.
 */
export function droppedBeforeClose(call: CheckCall): string | undefined {
  const [close] = call.sent('close');
  if (close && call.close && call.close.atMs >= close.atMs) return undefined;
  return droppedByServer(call);
}

/** True when a whole conversation brought no pong: then a missing pong tells nothing about anything else. */
export function answersNoPing(conversation: CheckCall | undefined): boolean {
  if (!conversation || conversation.sent('ping').length === 0) return false;
  return conversation.received('pong').length === 0;
}
/** For a check that a pong would have decided. */
export const CANNOT_TELL = 'This server answers no ping at all (see pong-answered), so it cannot be told.';

/** A bare TCP or WebSocket close of the server, before the client had closed TCP; in words. */
export function droppedByServer(call: CheckCall): string | undefined {
  const { close } = call;
  if (!close?.byServer) return undefined;
  const how = close.code === 1006 ? 'dropped the connection' : `closed the WebSocket with code ${close.code}`;
  return `the server ${how}${close.reason ? ` ("${excerpt(close.reason)}")` : ''}`;
}
