/** The simulated conversation: items in order, each knowing the one before it. */

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
  /** Audio of the caller, or generated so far. */
  audioMs: number;
}

export class Conversation {
  #entries: Entry[] = [];

  /** Adds at the end, or behind `after` (`root`: at the front). False when `after` is unknown. */
  add(wire: WireItem, audioMs = 0, after?: string): boolean {
    const at = this.#placeBehind(after);
    if (at === undefined) return false;
    this.#entries.splice(at, 0, { wire, audioMs });
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

  /** The function of a call that was made; undefined when there was none of that id. */
  callName(callId: string): string | undefined {
    const call = this.#entries.find(({ wire }) => wire.type === 'function_call' && wire.call_id === callId);
    return call && String(call.wire.name);
  }

  audioMs(id: string): number {
    return this.#find(id)?.audioMs ?? 0;
  }

  /** Replaces an item; does nothing when the client has deleted it meanwhile. */
  update(wire: WireItem, audioMs: number): void {
    const entry = this.#find(wire.id);
    if (!entry) return;
    entry.wire = wire;
    entry.audioMs = audioMs;
  }

  delete(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter(entry => entry.wire.id !== id);
    return this.#entries.length < before;
  }

  /** What the model would read again for its next answer: characters of text, and ms of user and assistant audio. */
  extent(): { textLength: number; userAudioMs: number; assistantAudioMs: number } {
    const extent = { textLength: 0, userAudioMs: 0, assistantAudioMs: 0 };
    for (const { wire, audioMs } of this.#entries) {
      for (const part of wire.content ?? []) extent.textLength += part.text?.length ?? 0;
      if (wire.role === 'assistant') extent.assistantAudioMs += audioMs;
      else extent.userAudioMs += audioMs;
    }
    return extent;
  }

  #find(id: string): Entry | undefined {
    return this.#entries.find(entry => entry.wire.id === id);
  }
}
