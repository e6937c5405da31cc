/** A client of somebody's own, in place of the fake Genesys Cloud: it opens, speaks where it has something to say, and hangs up. */
import { MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import type { Offer } from '../../../../shared/audiohook/media.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import type { RawCaller } from '../../testing/raw-caller.ts';

const FRAME_MS = 200;
const PCMU_FRAME_BYTES = 1600;

export type TestClient = {
  lastMs: number;
  /** Sent in frames of 200 ms, then silence. */
  audio?: Uint8Array;
  /** Of 200 ms of `audio`; those of PCMU by default. */
  frameBytes?: number;
  /** What it offers; PCMU mono by default. */
  media?: readonly Offer[];
  opened?: (client: RawCaller) => void;
};

const passed = (clock: Clock, ms: number) => new Promise<void>(resolve => void clock.after(ms, resolve));

export const testClient =
  ({ lastMs, audio, frameBytes = PCMU_FRAME_BYTES, media, opened }: TestClient) =>
  async (client: RawCaller, clock: Clock) => {
    await client.opened();
    client.open(media ? { media } : {});
    await client.message('opened');
    opened?.(client);
    const silence = new Uint8Array(frameBytes).fill(frameBytes === PCMU_FRAME_BYTES ? MULAW_SILENCE : 0);
    for (let nth = 0; nth * FRAME_MS < lastMs; nth += 1) {
      const frame = audio?.subarray(nth * frameBytes, (nth + 1) * frameBytes);
      if (frame) client.socket.send(frame.length === frameBytes ? frame : silence);
      await passed(clock, FRAME_MS);
    }
    await client.hangUp();
  };
