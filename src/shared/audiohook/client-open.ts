/** The client machine enters an open session: which media was selected, and who holds a pause. */
import { base, refuse, report, same } from './client-refusal.ts';
import type { ClientEffect, ClientState, ClientStep, OpenState } from './client-state.ts';
import { parseDurationMs } from './duration.ts';
import { FIRST_PING_MS } from './limits.ts';
import { sameMedia } from './media.ts';
import type { ClientBody, ServerMessage } from './messages.ts';

type Opened = Extract<ServerMessage, { type: 'opened' }>['parameters'];

/** `opened`: at most one of the offered media, unchanged (AH-12). */
export function onOpened(state: ClientState, opened: Opened): ClientStep {
  // It may cross a close on the way.
  if (state.phase === 'closing') return same(state);
  if (state.phase !== 'opening') return refuse(state, 409, 'AH-08', `opened in state ${state.phase}`);
  const { media } = opened;
  const [selected] = media;
  const go = (next: ClientState) => enterOpen(next, opened);
  if (media.length > 1) return refuse(state, 400, 'AH-12', 'more than one media selected', go);
  if (selected && !state.open.media.some(offer => sameMedia(offer, selected))) {
    return refuse(state, 400, 'AH-12', 'the selected media is not one of the offered, unchanged', go);
  }
  return go(state);
}

function enterOpen(state: ClientState, opened: Opened): ClientStep {
  const [selected] = opened.media;
  const startPaused = opened.startPaused ?? false;
  const effects: ClientEffect[] = [
    { type: 'cancel-timer', timer: 'open' },
    { type: 'timer', timer: 'ping', afterMs: FIRST_PING_MS },
  ];
  if (state.open.supportedLanguages && !opened.supportedLanguages) {
    effects.push(report('AH-06', 'warning', 'opened names no supportedLanguages, though open asked for them'));
  }
  if (startPaused)
    effects.push({ type: 'send', body: { type: 'paused', parameters: {} } }, { type: 'held', held: true });
  if (selected) {
    const discardToMs = opened.discardTo === undefined ? undefined : parseDurationMs(opened.discardTo);
    effects.push({ type: 'speak', media: selected, discardToMs });
  }
  return {
    state: {
      ...base(state),
      phase: 'open',
      media: selected,
      held: { server: startPaused, client: false },
      ping: undefined,
      givenUp: [],
      pongs: 0,
      rttMs: undefined,
    },
    effects,
  };
}

/** Two owners of one pause; a server that asks is always answered with how it stands (PROTOCOL section 8). */
export function hold(state: OpenState, held: OpenState['held'], how: 'asked' | 'unasked'): ClientStep {
  const [before, after] = [state.held.server || state.held.client, held.server || held.client];
  const next: OpenState = { ...state, held };
  const effects: ClientEffect[] = [];
  // What was paused before the answer is counted, so the line moves first.
  if (before !== after) effects.push({ type: 'held', held: after });
  if (after && (how === 'asked' || !before)) effects.push({ type: 'send', body: { type: 'paused', parameters: {} } });
  if (before && !after) effects.push({ type: 'send', body: RESUMED });
  return { state: next, effects };
}

/** The shell fills in `start` and `discarded` from its sample count. */
const RESUMED: ClientBody = { type: 'resumed', parameters: { start: 'PT0.0S', discarded: 'PT0.0S' } };
