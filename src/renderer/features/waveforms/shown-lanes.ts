/** Which lanes are unfolded: remembered from session to session. */
import { recall, remember } from '../../ui/remembered.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export const FOLDABLE = [
  { id: 'caller', label: 'Caller' },
  { id: 'agent', label: 'Agent (stereo only)' },
  { id: 'bot', label: 'Bot' },
  { id: 'speech', label: 'Speech, as the model hears it' },
  { id: 'response', label: 'Responses' },
  { id: 'events', label: 'DTMF, pauses, barge-in, lost audio, errors' },
  { id: 'messages', label: 'Messages' },
  { id: 'queue', label: 'Queue: audio ahead of playback' },
  { id: 'rate', label: 'Rate: frames a second' },
  { id: 'map', label: 'Map of the whole call' },
] as const;

export type FoldableLane = (typeof FOLDABLE)[number]['id'];

const KEY = 'folded-lanes';

function recalled(): ReadonlySet<FoldableLane> {
  const names = (recall(KEY) ?? '').split(' ');
  return new Set(FOLDABLE.map(({ id }) => id).filter(id => names.includes(id)));
}

const folded = createStore(recalled());
export const foldedLanes: ReadableStore<ReadonlySet<FoldableLane>> = folded;

export function foldLane(lane: FoldableLane, fold: boolean): void {
  const next = new Set(folded.get());
  if (fold) next.add(lane);
  else next.delete(lane);
  folded.set(next);
  remember(KEY, [...next].join(' '));
}
