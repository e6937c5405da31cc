/** What a call of the checks keeps of the wire: each message, piece of audio and close, with its time. */

/** Times are milliseconds since the call began. */
export type WireMessage = {
  kind: 'message';
  direction: 'in' | 'out';
  atMs: number;
  text: string;
  bytes: number;
  /** The frame as an object; undefined when it is none. */
  value: Readonly<Record<string, unknown>> | undefined;
};
export type WireAudio = { kind: 'audio'; direction: 'in' | 'out'; atMs: number; audio: Uint8Array };
export type WireClose = { kind: 'close'; atMs: number; code: number; reason: string; byServer: boolean };
export type WireEntry = WireMessage | WireAudio | WireClose;

/** How the upgrade was answered. */
export type UpgradeAnswer = {
  atMs: number;
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The beginning of the body of a refusal. */
  body: string;
};

/** True for an `event` with a `barge_in` in it, wherever it stands. */
export function isBargeIn(entry: WireMessage): boolean {
  if (entry.value?.type !== 'event') return false;
  const { entities } = (entry.value.parameters ?? {}) as { entities?: unknown };
  return Array.isArray(entities) && entities.some(entity => entity?.type === 'barge_in');
}
