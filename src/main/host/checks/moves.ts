/** What a caller does in a scenario, in Genesys Cloud's own manner. Each move ends early when the call is over. */
import { durationOfMs } from '../../../shared/audiohook/duration.ts';
import {
  CLOSE_TIMEOUT_MS,
  FIRST_PING_MS,
  OPEN_TIMEOUT_MS,
  PING_INTERVAL_MS,
} from '../../../shared/audiohook/limits.ts';
import { AUDIO_CONNECTOR_OFFER, type Media } from '../../../shared/audiohook/media.ts';
import type { CheckProfile } from '../../../shared/checks/check-report.ts';
import type { CheckCall } from './check-call.ts';
import type { WireAudio, WireMessage } from './check-wire.ts';

const PCMU = { type: 'audio', format: 'PCMU', rate: 8000 } as const;
export const STEREO: Media = { ...PCMU, channels: ['external', 'internal'] };
export const MONITOR_OFFER: readonly Media[] = [
  STEREO,
  { ...PCMU, channels: ['external'] },
  { ...PCMU, channels: ['internal'] },
];

/** What each product offers: Audio Connector as seen in production, the others by preference of the documentation. */
export function offerOf(profile: CheckProfile): readonly Media[] {
  return profile === 'audio-connector' ? AUDIO_CONNECTOR_OFFER : MONITOR_OFFER;
}

/** Parameters of `open` as production sends them. The numbers are reserved for fiction (NANP 555-01xx). */
export function openParameters(call: CheckCall, profile: CheckProfile, change: object = {}): object {
  return {
    organizationId: call.ids.organizationId,
    conversationId: call.ids.correlationId,
    participant: { id: call.ids.correlationId, ani: 'tel:+15550100001', aniName: '', dnis: 'tel:+15550100002' },
    media: offerOf(profile),
    language: 'en-us',
    ...(profile === 'audio-connector' ? { inputVariables: {} } : {}),
    ...change,
  };
}

/** Waits for the answer to the upgrade; true when there is a WebSocket. */
export async function connected(call: CheckCall): Promise<boolean> {
  const answered = await call.until(OPEN_TIMEOUT_MS * 2, () => {
    if (call.connected) return true;
    return call.failure || (call.answer && call.answer.status !== 101) ? false : undefined;
  });
  return answered === true;
}

/** `open`, and its answer: true when it is `opened`. */
export async function begin(call: CheckCall, profile: CheckProfile, change: object = {}): Promise<boolean> {
  if (!(await connected(call))) return false;
  call.mark('open');
  call.send('open', openParameters(call, profile, change));
  return opened(call);
}

export async function opened(call: CheckCall): Promise<boolean> {
  const answer = await call.until(OPEN_TIMEOUT_MS, () => openedOf(call) ?? disconnectOf(call));
  if (answer?.value?.type !== 'opened') return false;
  call.mark('opened');
  return true;
}

export function openedOf(call: CheckCall): WireMessage | undefined {
  return call.received('opened')[0];
}

export function disconnectOf(call: CheckCall): WireMessage | undefined {
  return call.received('disconnect')[0];
}

/** The caller's line is live: sound goes both ways, what is heard is reported, and pings go out. */
export function goLive(call: CheckCall): void {
  call.mark('ear');
  call.startVoice();
  void keepPinging(call);
}

/** First ping after 1 s, the second right after its pong, then one every 5 s, none while closing. */
async function keepPinging(call: CheckCall): Promise<void> {
  await call.wait(FIRST_PING_MS);
  let rttMs: number | undefined;
  for (let n = 1; call.connected && !call.marks.has('closing'); n += 1) {
    const sentMs = call.nowMs();
    const before = call.received('pong').length;
    call.send('ping', rttMs === undefined ? {} : { rtt: durationOfMs(rttMs) });
    const pong = await call.until(PING_INTERVAL_MS, () => call.received('pong')[before]);
    if (pong) rttMs = pong.atMs - sentMs;
    if (n > 1) await call.wait(Math.max(0, sentMs + PING_INTERVAL_MS - call.nowMs()));
  }
}

/** One ping besides the schedule; true when its pong came within 5 s. */
export async function ping(call: CheckCall): Promise<boolean> {
  const before = call.received('pong').length;
  call.send('ping');
  return (await call.until(PING_INTERVAL_MS, () => call.received('pong')[before] ?? disconnectOf(call))) !== undefined;
}

/** The first audio of the server after `fromMs`; gives up when the server ends the call. */
export async function firstAudio(call: CheckCall, fromMs: number, withinMs: number): Promise<WireAudio | undefined> {
  const found = await call.until(
    withinMs,
    () => call.heard().find(entry => entry.atMs >= fromMs) ?? disconnectOf(call),
  );
  return found?.kind === 'audio' ? found : undefined;
}

/** Waits until the bot has finished speaking: nothing came for `quietMs`, and all that came was heard. */
export async function untilQuiet(call: CheckCall, quietMs: number, capMs: number): Promise<void> {
  const latestMs = call.nowMs() + capMs;
  while (call.connected && call.nowMs() < latestMs && !disconnectOf(call)) {
    const lastMs = call.heard().at(-1)?.atMs ?? 0;
    if (!call.ear.isPlaying && call.nowMs() - lastMs >= quietMs) return;
    await call.wait(100);
  }
}

/** Hears the greeting out, if there is one. */
export async function greeting(call: CheckCall): Promise<void> {
  if (await firstAudio(call, 0, 3_000)) await untilQuiet(call, 600, 12_000);
}

/** `close` with the reason that fits, `closed`, and TCP closed by the client after `lingerMs`. */
export async function hangUp(call: CheckCall, reason = 'end', lingerMs = 0): Promise<void> {
  if (!call.connected) return;
  call.mark('closing');
  call.stopVoice();
  call.send('close', { reason: disconnectOf(call) ? 'disconnect' : reason });
  await call.until(CLOSE_TIMEOUT_MS, () => call.received('closed')[0]);
  await call.wait(lingerMs);
  call.mark('tcp-close');
  await call.closeTcp();
}

/** What a server may answer to `update`. */
export function answerToUpdate(call: CheckCall): WireMessage | undefined {
  return call.received().find(({ value }) => ['updated', 'pause', 'disconnect'].includes(String(value?.type)));
}
