/**
 * What the caller of a captured session did, so that it can be done again: what `open` asked for, the sound by its
 * place on the caller's own clock, and what was pressed, held, lost and said at which time. What depended on the
 * server's answers is left out: the client machine works it out anew.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { parseDurationMs } from '../audiohook/duration.ts';
import { type OpenParameters, openParametersSchema } from '../audiohook/messages.ts';
import type { Direction, SessionEvent } from '../events/session-event.ts';
import { type Json, objectAt, objectOf, textAt } from '../lib/json-object.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { PositionedTrack } from '../projections/positioned-track.ts';
import { soundStepOf } from '../projections/sound-steps.ts';
import type { PlacedSegment } from '../projections/timeline.ts';

/** What the caller did by itself. `atMs`: since the caller's audio began (position 0). */
export type CallerCue = { readonly atMs: number } & (
  | { readonly type: 'digit'; readonly digit: string }
  | { readonly type: 'hold'; readonly held: boolean }
  | { readonly type: 'language'; readonly language: string }
  /** That much of the caller's audio was lost on the way. */
  | { readonly type: 'loss'; readonly ms: number }
);

export type CallerScript = {
  /** As captured, with the ids of then. */
  readonly open: OpenParameters;
  /** Tracks of PCMU; `startMs` as in `atMs`. `agent`: what the caller heard besides, where the call had that channel. */
  readonly caller: readonly PlacedSegment[];
  readonly agent: readonly PlacedSegment[];
  readonly cues: readonly CallerCue[];
  /** `caller`: it hung up. Else the server or the connection ended the call. */
  readonly end: { readonly atMs: number; readonly by: 'caller' | 'server' };
};

/** The script of the last connection that got as far as `open`. */
export function callerScript(events: readonly SessionEvent[]): Result<CallerScript, 'nothing-to-replay'> {
  const at = events.findLastIndex(event => typeOf(event) === 'open');
  const open = events[at];
  if (open?.type !== 'message') {
    return fail('nothing-to-replay', 'This session never got as far as `open`: there is no call to make again.');
  }
  const parameters = openParametersSchema.safeParse(objectAt(objectOf(open.text) ?? {}, 'parameters'));
  if (!parameters.success) {
    const issue = parameters.error.issues[0];
    const where = issue?.path.join('.') || 'parameters';
    return fail('nothing-to-replay', `The captured \`open\` cannot be sent again: ${where}: ${issue?.message}.`);
  }
  const isFaster = events.some(event => event.type === 'note' && soundStepOf(event)?.kind === 'faster');
  const reader = new ScriptReader(open.direction, isFaster);
  for (const event of events.slice(at + 1)) reader.add(event);
  return ok(reader.script(parameters.data, open.atMs));
}

class ScriptReader {
  readonly #direction: Direction;
  /** The caller's clock went faster than the session's: what it did is placed by how much it had said. */
  readonly #isFaster: boolean;
  readonly #tracks = { caller: new PositionedTrack(), agent: new PositionedTrack() };
  /** Times are still those of the session, except of losses, which are positions. */
  readonly #cues: CallerCue[] = [];
  readonly #losses: CallerCue[] = [];
  /** Answers that the server has asked for and not yet had. */
  #asked = { paused: 0, resumed: 0 };
  #disconnected = false;
  #end: { atMs: number; by: 'caller' | 'server' } | undefined;
  #lastMs = 0;

  constructor(direction: Direction, isFaster: boolean) {
    this.#direction = direction;
    this.#isFaster = isFaster;
    if (isFaster) for (const track of Object.values(this.#tracks)) track.keepOrigin();
  }

  add(event: SessionEvent): void {
    this.#lastMs = this.#timeOf(event.atMs);
    if (event.type === 'audio' && event.direction === this.#direction && event.leg !== 'bot') {
      if (event.track === 'caller' || event.track === 'agent') this.#tracks[event.track].add(event);
    }
    if (event.type !== 'message' || event.leg !== 'genesys') return;
    const message = objectOf(event.text);
    if (!message) return;
    if (event.direction === this.#direction) this.#said(this.#lastMs, message);
    else this.#heard(textAt(message, 'type'));
  }

  script(open: OpenParameters, openedMs: number): CallerScript {
    const origins = Object.values(this.#tracks).map(track => track.originMs);
    // Without audio the caller's clock is taken to begin with `open`.
    const originMs = Math.min(openedMs, ...origins);
    const placed = (track: PositionedTrack) =>
      track.segments().map(segment => ({ ...segment, startMs: segment.startMs - track.originMs }));
    const end = this.#end ?? { atMs: this.#lastMs, by: 'server' as const };
    const since = <T extends { atMs: number }>(one: T): T => ({ ...one, atMs: Math.max(0, one.atMs - originMs) });
    return {
      open,
      caller: placed(this.#tracks.caller),
      agent: placed(this.#tracks.agent),
      cues: [...this.#cues.map(since), ...this.#losses].sort((a, b) => a.atMs - b.atMs),
      end: since(end),
    };
  }

  /** On the clock on which the tracks are laid out. */
  #timeOf(atMs: number): number {
    const saidMs = Math.max(...Object.values(this.#tracks).map(track => track.endMs));
    return this.#isFaster && saidMs > 0 ? saidMs : atMs;
  }

  #said(atMs: number, message: Json): void {
    const parameters = objectAt(message, 'parameters') ?? {};
    switch (textAt(message, 'type')) {
      case 'dtmf':
        this.#cues.push({ atMs, type: 'digit', digit: textAt(parameters, 'digit') ?? '' });
        break;
      case 'update':
        this.#cues.push({ atMs, type: 'language', language: textAt(parameters, 'language') ?? '' });
        break;
      case 'paused':
        if (this.#asked.paused > 0) this.#asked.paused -= 1;
        else this.#cues.push({ atMs, type: 'hold', held: true });
        break;
      case 'resumed':
        this.#skip(parameters);
        if (this.#asked.resumed > 0) this.#asked.resumed -= 1;
        else this.#cues.push({ atMs, type: 'hold', held: false });
        break;
      case 'discarded': {
        const startMs = parseDurationMs(textAt(parameters, 'start') ?? '') ?? 0;
        const ms = this.#skip(parameters);
        // What is skipped at the very beginning is the client's catch-up: it does that by itself.
        if (startMs > 0 && ms > 0) this.#losses.push({ atMs: startMs, type: 'loss', ms });
        break;
      }
      case 'close':
        this.#end ??= { atMs, by: this.#disconnected ? 'server' : 'caller' };
        break;
    }
  }

  #heard(type: string | undefined): void {
    if (type === 'pause') this.#asked.paused += 1;
    else if (type === 'resume') this.#asked.resumed += 1;
    else if (type === 'disconnect') this.#disconnected = true;
  }

  #skip(parameters: Json): number {
    const ms = parseDurationMs(textAt(parameters, 'discarded') ?? '') ?? 0;
    for (const track of Object.values(this.#tracks)) track.skip(ms, 'discarded');
    return ms;
  }
}

/** Length of the caller's clock that segments fill, bytes of PCMU. */
export function lengthOf(segments: readonly PlacedSegment[]): number {
  return segments.reduce(
    (end, { startMs, bytes }) => Math.max(end, Math.round(startMs * PCMU_BYTES_PER_MS) + bytes),
    0,
  );
}

function typeOf(event: SessionEvent): string | undefined {
  if (event.type !== 'message' || event.leg !== 'genesys' || !event.text.includes('"open"')) return undefined;
  return textAt(objectOf(event.text) ?? {}, 'type');
}
