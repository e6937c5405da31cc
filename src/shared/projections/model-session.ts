/**
 * What a call knows of its session with the model: how old it is against its end, what was used and what that costs, and
 * what its limits leave. A fold over the bridge's notes (docs/rules/realtime.md).
 */
import type { SessionEvent } from '../events/session-event.ts';
import { type Json, numberAt, objectAt, objectsAt, textAt } from '../lib/json-object.ts';

/** OpenAI's limit for one session, ms. */
const LONGEST_MS = 60 * 60_000;

export type RateLimit = { readonly name: string; readonly remaining: number; readonly limit: number };

export type ModelSession = {
  readonly model: string;
  /** Since the newest session of the call began, ms; up to the newest event. */
  readonly ageMs: number;
  /** At this age it ends, ms. */
  readonly endsAtMs: number;
  /** Sessions of the call: more than one after a reconnect. */
  readonly sessions: number;
  /** Of all sessions: answers in tokens, and what answers and transcription cost by the price table, US dollars. */
  readonly tokens: number;
  readonly costUsd: number | undefined;
  readonly pricesAsOf: string;
  /** As last told. */
  readonly limits: readonly RateLimit[];
};

export class ModelSessionFold {
  readonly #startedAtMs: number;
  #model = '';
  #beganMs = 0;
  #endsAtMs = LONGEST_MS;
  #sessions = 0;
  #tokens = 0;
  #costUsd: number | undefined;
  #pricesAsOf = '';
  #limits: readonly RateLimit[] = [];
  #lastMs = 0;

  /** @param startedAtMs wall time of the call's beginning, ms since the Unix epoch */
  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  add(event: SessionEvent): void {
    this.#lastMs = event.atMs;
    if (event.type !== 'note') return;
    const data: Json = event.data ?? {};
    switch (event.code) {
      case 'session-began':
        this.#began(event.atMs, data);
        break;
      case 'usage':
        this.#tokens = tokensOf(objectAt(data, 'sessionTokens') ?? {});
        this.#cost(data);
        break;
      case 'transcription-usage':
        this.#cost(data);
        break;
      case 'rate-limits':
        this.#limits = objectsAt(data, 'limits').map(limit => ({
          name: textAt(limit, 'name') ?? '',
          remaining: numberAt(limit, 'remaining') ?? 0,
          limit: numberAt(limit, 'limit') ?? 0,
        }));
        break;
    }
  }

  /** Undefined while no session of a model has begun. */
  get value(): ModelSession | undefined {
    if (this.#sessions === 0) return undefined;
    return {
      model: this.#model,
      ageMs: this.#lastMs - this.#beganMs,
      endsAtMs: this.#endsAtMs,
      sessions: this.#sessions,
      tokens: this.#tokens,
      costUsd: this.#costUsd,
      pricesAsOf: this.#pricesAsOf,
      limits: this.#limits,
    };
  }

  #began(atMs: number, data: Json): void {
    this.#model = textAt(data, 'model') ?? '';
    this.#beganMs = atMs;
    this.#sessions += 1;
    // The end is told in whole seconds, cut: without this an hour would be 59:59.
    const leftMs = 1000 * Math.ceil((numberAt(data, 'expires_at') ?? 0) - (this.#startedAtMs + atMs) / 1000);
    // A played recording names the end of another day, and clocks differ: then the documented limit is what is known.
    this.#endsAtMs = leftMs > 0 && leftMs <= LONGEST_MS + 60_000 ? leftMs : LONGEST_MS;
  }

  #cost(data: Json): void {
    const cost = numberAt(data, 'sessionCostUsd');
    this.#costUsd = cost;
    this.#pricesAsOf = textAt(data, 'pricesAsOf') ?? this.#pricesAsOf;
  }
}

/** Cached tokens are part of the input. */
function tokensOf(usage: Json): number {
  return ['textIn', 'textOut', 'audioIn', 'audioOut'].reduce((sum, key) => sum + (numberAt(usage, key) ?? 0), 0);
}
