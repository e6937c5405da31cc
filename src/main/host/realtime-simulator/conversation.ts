/** The simulated conversation: items in order, each knowing the one before it. */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

export interface ContentPart {
  readonly type: string;
  readonly text?: string;
  readonly transcript?: string | null;
}

/** An item as it is on the wire. */
export interface WireItem {
  readonly id: string;
  readonly type: string;
  readonly status?: ItemStatus;
  readonly role?: 'user' | 'assistant' | 'system';
  readonly content?: readonly ContentPart[];
  readonly [key: string]: unknown;
}

interface Entry {
  wire: WireItem;
  /** Audio of the caller, or generated so far, in bytes of PCMU. */
  audioBytes: number;
}

export class Conversation {
  #entries: Entry[] = [];

  /** Adds at the end, or behind `after` (`root`: at the front). False when `after` is unknown. */
  add(wire: WireItem, audioBytes = 0, after?: string): boolean {
    const at = this.#placeBehind(after);
    if (at === undefined) return false;
    this.#entries.splice(at, 0, { wire, audioBytes });
    return true;
  }

  #placeBehind(after: string | undefined): number | undefined {
    if (after === undefined) return this.#entries.length;
    if (after === 'root') return 0;
    const at = this.#entries.findIndex(entry => entry.wire.id === after);
    return at < 0 ? undefined : at + 1;
  }

  /** The item before this one, as `previous_item_id`. */
  previousOf(id: string): string | null {
    const at = this.#entries.findIndex(entry => entry.wire.id === id);
    return this.#entries[at - 1]?.wire.id ?? null;
  }

  get lastId(): string | null {
    return this.#entries.at(-1)?.wire.id ?? null;
  }

  get(id: string): WireItem | undefined {
    return this.#find(id)?.wire;
  }

  audioMs(id: string): number {
    return (this.#find(id)?.audioBytes ?? 0) / PCMU_BYTES_PER_MS;
  }

  /** Replaces an item; does nothing when the client has deleted it meanwhile. */
  update(wire: WireItem, audioBytes: number): void {
    const entry = this.#find(wire.id);
    if (!entry) return;
    entry.wire = wire;
    entry.audioBytes = audioBytes;
  }

  delete(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter(entry => entry.wire.id !== id);
    return this.#entries.length < before;
  }

  /** What the model would read again for its next answer: characters of text, and ms of user and assistant audio. */
  extent(): { textLength: number; userAudioMs: number; assistantAudioMs: number } {
    const extent = { textLength: 0, userAudioMs: 0, assistantAudioMs: 0 };
    for (const { wire, audioBytes } of this.#entries) {
      for (const part of wire.content ?? []) extent.textLength += part.text?.length ?? 0;
      if (wire.role === 'assistant') extent.assistantAudioMs += audioBytes / PCMU_BYTES_PER_MS;
      else extent.userAudioMs += audioBytes / PCMU_BYTES_PER_MS;
    }
    return extent;
  }

  #find(id: string): Entry | undefined {
    return this.#entries.find(entry => entry.wire.id === id);
  }
}
