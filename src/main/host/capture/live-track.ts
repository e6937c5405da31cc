/**
 * The end of a track that is being recorded: what may not be on disk yet, and some of what was before it. A call of
 * hours keeps no more of its sound in memory than one of minutes; what is older is read from the file.
 */

/** Kept of each track, bytes: two minutes of PCMU. What is not on disk is kept besides. */
const KEPT_BYTES = 1 << 20;
/** Kept at most, where the disk takes nothing any more, bytes. */
const MOST_BYTES = 16 * KEPT_BYTES;

export class LiveTrack {
  #pieces: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  #size = 0;

  append(bytes: Uint8Array): void {
    this.#pieces.push({ offset: this.#size, bytes });
    this.#size += bytes.length;
    if (this.#size - this.from > MOST_BYTES) this.#letGo(this.#size - MOST_BYTES / 2);
  }

  /** Where what is kept begins, bytes of the track. */
  get from(): number {
    return this.#pieces[0]?.offset ?? this.#size;
  }

  /** @param bytes of the track that are on disk */
  written(bytes: number): void {
    // Let go in large portions: the list moves each time.
    if (this.#size - this.from > 2 * KEPT_BYTES) this.#letGo(Math.min(bytes, this.#size - KEPT_BYTES));
  }

  /** A range of the track; shorter where the track is, empty where its beginning is not kept. */
  read(offset: number, bytes: number): Uint8Array {
    if (offset < this.from) return new Uint8Array();
    const out = new Uint8Array(Math.max(0, Math.min(bytes, this.#size - offset)));
    let at = offset;
    for (let index = this.#indexOf(offset); at < offset + out.length; index += 1) {
      const piece = this.#pieces[index];
      if (!piece) break;
      const part = piece.bytes.subarray(at - piece.offset, offset + out.length - piece.offset);
      out.set(part, at - offset);
      at += part.length;
    }
    return out;
  }

  /** The piece that holds a byte of the track. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Pieces that end before `offset`. */
  #letGo(offset: number): void {
    this.#pieces.splice(0, this.#indexOf(offset));
  }
}
