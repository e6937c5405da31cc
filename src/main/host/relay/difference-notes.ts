/** What a server in the middle did to audio, as notes of the joined session. */
import type { NewSessionEvent } from '../../../shared/events/session-event.ts';
import type { SideDifference } from '../../../shared/relay/side-differences.ts';

/** Everything a person can read at once; the rest is counted. */
const MOST = 20;

export function differenceNotes(voice: 'caller' | 'bot', differences: readonly SideDifference[]): NewSessionEvent[] {
  const notes = differences.slice(0, MOST).map(difference => note(voice, difference));
  const more = differences.length - MOST;
  if (more > 0) {
    const text = `${more} more differences of the ${voice}'s audio are not listed.`;
    notes.push({ leg: 'console', type: 'note', code: 'relay-audio-more', level: 'info', text, data: { voice, more } });
  }
  return notes;
}

function note(voice: 'caller' | 'bot', difference: SideDifference): NewSessionEvent {
  const { kind, fromMs, toMs, amount } = difference;
  const from = `${(fromMs / 1000).toFixed(1)} s`;
  const until = `${(toMs / 1000).toFixed(1)} s`;
  const [source, sink] = voice === 'caller' ? ['Genesys Cloud sent', 'the model'] : ['the model said', 'Genesys Cloud'];
  const words = {
    missing: `What ${source} from ${from} to ${until} never came to ${sink}.`,
    moved: `From ${from} of what ${source}, ${Math.abs(amount)} ms were ${amount > 0 ? 'put in' : 'left out'} on the way to ${sink}.`,
    louder: `What came to ${sink} is ${amount.toFixed(0)} dB louder than what ${source}.`,
    quieter: `What came to ${sink} is ${amount.toFixed(0)} dB quieter than what ${source}.`,
  };
  // A bot that is interrupted is cut on purpose: that is told, and no fault by itself.
  const level = voice === 'caller' ? 'warning' : 'info';
  return {
    leg: 'console',
    type: 'note',
    code: `relay-audio-${kind}`,
    level,
    text: words[kind],
    data: { voice, ...difference },
  };
}
