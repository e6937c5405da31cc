/** A secret that a model spells out over several deltas is in none of them, and yet in all: they are read together. */
import type { SessionEvent } from '../events/session-event.ts';
import type { SecretFinder } from './secret-finder.ts';

type Stream = { text: string; readonly pieces: { n: number; from: number; to: number }[] };

const IS_DELTA = /"type"\s*:\s*"[^"]*\.delta"/;

export class SplitSecrets {
  readonly #finder: SecretFinder;
  readonly #streams = new Map<string, Stream>();
  /** By the event's number: what its delta says without the pieces of secrets. Worked out when first asked for. */
  #replaced: Map<number, string> | undefined;

  constructor(finder: SecretFinder) {
    this.#finder = finder;
  }

  learn(event: SessionEvent): void {
    if (event.type !== 'message' || !IS_DELTA.test(event.text)) return;
    const piece = deltaOf(event.text);
    if (piece === undefined) return;
    const key = `${event.leg} ${event.direction} ${piece.stream}`;
    const stream = this.#streams.get(key) ?? { text: '', pieces: [] };
    stream.pieces.push({ n: event.n, from: stream.text.length, to: stream.text.length + piece.delta.length });
    stream.text += piece.delta;
    this.#streams.set(key, stream);
    this.#replaced = undefined;
  }

  /** What an event's delta says without secrets; undefined when no secret reaches into it. */
  of(event: SessionEvent): string | undefined {
    this.#replaced ??= this.#work();
    return this.#replaced.get(event.n);
  }

  #work(): Map<number, string> {
    const replaced = new Map<number, string>();
    for (const { text, pieces } of this.#streams.values()) {
      const ranges = this.#finder.ranges(text);
      if (ranges.length === 0) continue;
      for (const { n, from, to } of pieces) {
        const inside = ranges.filter(range => range.from < to && range.to > from);
        if (inside.length === 0) continue;
        let out = '';
        let at = from;
        for (const range of inside) {
          out += text.slice(at, Math.max(at, range.from));
          // Each delta that holds a part of it has the mark: none looks as if it had said nothing.
          out += range.mark;
          at = Math.min(to, range.to);
        }
        replaced.set(n, out + text.slice(at, to));
      }
    }
    return replaced;
  }
}

/** The piece of text that a delta adds, and the stream that it adds it to. Audio is no text. */
function deltaOf(text: string): { delta: string; stream: string } | undefined {
  try {
    const { type, delta, item_id, response_id, output_index, content_index } = JSON.parse(text) as Record<
      string,
      unknown
    >;
    if (typeof delta !== 'string') return undefined;
    return { delta, stream: [type, item_id, response_id, output_index, content_index].join(' ') };
  } catch {
    // Not JSON: redacted as the text that it is.
    return undefined;
  }
}
