/** What the events of a session do to its sound, one step at a time: all that it takes to lay the sound out again. */
import { parseDurationMs } from '../audiohook/duration.ts';
import type { SessionEvent } from '../events/session-event.ts';
import { type Json, numberAt, objectAt, objectOf, objectsAt, textAt } from '../lib/json-object.ts';
import type { Gap } from './positioned-track.ts';
import type { LaneName } from './timeline.ts';

/** `atMs`: when it went over the wire. */
export type SoundStep =
  /** Bytes `offset..offset+bytes` of a lane's track. */
  | {
      readonly kind: 'audio';
      readonly lane: LaneName;
      readonly offset: number;
      readonly bytes: number;
      readonly atMs: number;
    }
  /** `playback_started`, `playback_completed`, `barge_in`. */
  | { readonly kind: 'started' | 'completed' | 'barge-in'; readonly atMs: number }
  /** The client went on by so many ms without audio. */
  | { readonly kind: 'skip'; readonly ms: number; readonly why: Gap['why']; readonly atMs: number }
  /** The client speaks faster than the session's clock goes: it is run again at another speed. */
  | { readonly kind: 'faster'; readonly atMs: number };

/** Messages that move audio; looked for in the text before it is parsed, because most messages do not. */
const MOVES = /"(?:playback_started|playback_completed|barge_in|resumed|discarded)"/;
const IS_AUDIO = /"type" ?: ?"audio"/;
const IS_REPLAY = /"code" ?: ?"replay"/;
const IS_BOT_LEG = /"leg" ?: ?"bot"/;
/** The same where the message is itself a string of JSON. */
const MOVES_IN_LINE = /"(?:playback_started|playback_completed|barge_in|resumed|discarded)\\"/;

/** False for a line of events.ndjson that has no step: of a long session, most of them. */
export function mayMoveSound(line: string): boolean {
  return IS_AUDIO.test(line) ? !IS_BOT_LEG.test(line) : MOVES_IN_LINE.test(line) || IS_REPLAY.test(line);
}

export function soundStepOf(event: SessionEvent): SoundStep | undefined {
  const { atMs } = event;
  if (event.type === 'audio') {
    const { track, offset, bytes } = event;
    // Converted audio (L16) is the console's own event; what a model sent is laid out where it went to Genesys.
    if (event.leg === 'bot' || (track !== 'caller' && track !== 'agent' && track !== 'bot')) return undefined;
    return { kind: 'audio', lane: track, offset, bytes, atMs };
  }
  if (event.type === 'note')
    return event.code === 'replay' && isFaster(event.data) ? { kind: 'faster', atMs } : undefined;
  if (event.type !== 'message' || event.leg !== 'genesys' || !MOVES.test(event.text)) return undefined;
  const message = objectOf(event.text);
  return message && stepOfMessage(message, atMs);
}

function isFaster(data: Json | undefined): boolean {
  return (numberAt(data ?? {}, 'speed') ?? 1) > 1;
}

function stepOfMessage(message: Json, atMs: number): SoundStep | undefined {
  const parameters = objectAt(message, 'parameters') ?? {};
  const type = textAt(message, 'type');
  switch (type) {
    case 'playback_started':
      return { kind: 'started', atMs };
    case 'playback_completed':
      return { kind: 'completed', atMs };
    case 'event': {
      const bargesIn = objectsAt(parameters, 'entities').some(entity => entity.type === 'barge_in');
      return bargesIn ? { kind: 'barge-in', atMs } : undefined;
    }
    case 'resumed':
    case 'discarded': {
      const ms = parseDurationMs(textAt(parameters, 'discarded') ?? '') ?? 0;
      return { kind: 'skip', ms, why: type === 'resumed' ? 'paused' : 'discarded', atMs };
    }
    default:
      return undefined;
  }
}
