/** A stretch of a session as a WAV file: 16-bit PCM at 8 kHz, a channel a lane, where each was heard. */
import { decodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { interleaved, wavHeader } from '../../../shared/audio/wav.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { TimeWindow } from './time-window.ts';

/** Fetched at once, ms. */
const PIECE_MS = 30_000;

export type SaveRequest = {
  readonly sessionId: string;
  readonly window: TimeWindow;
  readonly lanes: readonly Lane[];
  /** Told how much is done, 0 to 1. */
  progress(share: number): void;
  readonly signal: AbortSignal;
};

export async function selectionAsWav(
  client: ConsoleClient,
  { sessionId, window, lanes, progress, signal }: SaveRequest,
): Promise<Result<Blob, string>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const total = window.toMs - window.fromMs;
  let frames = 0;
  for (let fromMs = window.fromMs; fromMs < window.toMs; fromMs += PIECE_MS) {
    const durationMs = Math.min(PIECE_MS, window.toMs - fromMs);
    const answers = await Promise.all(lanes.map(lane => client.listen({ sessionId, lane, fromMs, durationMs })));
    if (signal.aborted) return fail('cancelled', 'Saving was cancelled.');
    const channels: Int16Array[] = [];
    for (const answer of answers) {
      if (!answer.ok) return fail(answer.error.code, answer.error.message);
      channels.push(decodeMuLaw(answer.value.audio));
    }
    frames += channels[0]?.length ?? 0;
    pieces.push(interleaved(channels));
    progress((fromMs + durationMs - window.fromMs) / total);
  }
  return ok(new Blob([wavHeader(PCMU_RATE_HZ, lanes.length, frames), ...pieces], { type: 'audio/wav' }));
}
