/** Leaves the silence out of a recording while it is played: a little of each pause stays. Pure. */

/** Samples that are judged together: 20 ms at 8 kHz. */
const BLOCK = 160;
/** Peak below which a block is silent: -46 dBFS, under a quiet voice and over the noise of a line. */
const SILENT_PEAK = 0.005;
/** How much of a pause stays, in blocks: 300 ms, so that sentences do not run into each other. */
const KEPT_BLOCKS = 15;

export type Part = { readonly from: number; readonly to: number };

export class SilenceSkipper {
  #silentBlocks = 0;

  /**
   * Parts of a chunk to play, in samples. Chunks are handed in one after the other.
   * @param lanes samples of the lanes that are heard, all of one length
   */
  parts(lanes: readonly Float32Array[], samples: number): Part[] {
    const out: { from: number; to: number }[] = [];
    for (let from = 0; from < samples; from += BLOCK) {
      const to = Math.min(samples, from + BLOCK);
      this.#silentBlocks = lanes.some(lane => isLoud(lane, from, to)) ? 0 : this.#silentBlocks + 1;
      if (this.#silentBlocks > KEPT_BLOCKS) continue;
      const last = out.at(-1);
      if (last?.to === from) last.to = to;
      else out.push({ from, to });
    }
    return out;
  }
}

function isLoud(samples: Float32Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (Math.abs(samples[at] ?? 0) > SILENT_PEAK) return true;
  return false;
}
