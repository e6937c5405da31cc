/** Audio from a server: whether the caller hears it, and what Genesys Cloud refuses of it. */
import { andThen, limited, refuse, report, same } from './client-refusal.ts';
import type { ClientState, ClientStep, OpenState } from './client-state.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { blockBytes } from './media-stream.ts';

/** A binary frame. Where the reaction of Genesys is not known (PROTOCOL section 17) it is a warning. */
export function onAudio(before: ClientState, bytes: number, nowMs: number): ClientStep {
  if (before.phase === 'connecting' || before.phase === 'closed') return same(before);
  const taken = limited(before, 'binary', nowMs);
  return andThen(taken, state => {
    if (bytes > MAX_MESSAGE_BYTES) return refuse(state, 413, 'AH-09', `binary message of ${bytes} bytes`, hear);
    switch (state.phase) {
      case 'open':
        if (taken.over && !state.config.lenient) return same(state);
        return hearWhenOpen(state, bytes);
      case 'closing':
        return { state, effects: [report('AH-10', 'warning', `${bytes} bytes of audio after the end: not played`)] };
      default:
        return { state, effects: [report('AH-10', 'warning', `${bytes} bytes of audio before opened: not played`)] };
    }
  });
}

function hearWhenOpen(state: OpenState, bytes: number): ClientStep {
  const { media, held, config } = state;
  if (config.listensOnly) return refuse(state, 415, 'AH-10', `${bytes} bytes of audio to a client that only listens`);
  if (!media) return refuse(state, 415, 'AH-10', `${bytes} bytes of audio, but no media was selected`);
  if (bytes % blockBytes({ ...media, channels: ['external'] }) !== 0) {
    return refuse(state, 400, 'AH-27', `${bytes} bytes of ${media.format} audio are no whole number of samples`, hear);
  }
  if (!held.server && !held.client) return hear(state);
  return { state, effects: [report('AH-10', 'warning', `${bytes} bytes of audio in a pause`), { type: 'hear' }] };
}

function hear(state: ClientState): ClientStep {
  return { state, effects: state.phase === 'open' && state.media ? [{ type: 'hear' }] : [] };
}
