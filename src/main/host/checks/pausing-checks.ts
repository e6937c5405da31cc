/** The pauses of the client. PROTOCOL section 8. */
import { AUDIO_CONNECTOR, bad, type Check, endedByServer, good, ms, na } from './check.ts';

const group = 'pausing';
/** What was on the wire when `paused` was written may still arrive. */
const CROSSING_MS = 500;

export const pausingChecks: readonly Check[] = [
  {
    id: 'paused-accepted',
    group,
    title: 'An unsolicited paused is accepted',
    rule: 'AH-08',
    source: 'Genesys documentation (secure flows, suppressed recording)',
    certainty: 'documented',
    fix: 'Handle paused at any time after opened: stop expecting audio, end nothing.',
    calls: ['pause'],
    judge: call => {
      const [from, to] = [call.marks.get('paused'), call.marks.get('resumed')];
      if (from === undefined) return na('The session did not last until the pause.');
      const ended = endedByServer(call);
      const atMs = call.received('disconnect')[0]?.atMs ?? call.close?.atMs ?? 0;
      return ended && atMs < (to ?? Number.POSITIVE_INFINITY)
        ? bad(`After paused ${ended}.`)
        : good('The session went on.');
    },
  },
  {
    id: 'resumed-accepted',
    group,
    title: 'resumed is accepted',
    rule: 'AH-08',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Handle resumed {start, discarded}: advance your timeline by discarded, and go on.',
    calls: ['pause'],
    judge: call => {
      const from = call.marks.get('resumed');
      const ended = endedByServer(call);
      const atMs = call.received('disconnect')[0]?.atMs ?? call.close?.atMs ?? 0;
      if (from === undefined || (ended && atMs < from)) return na('The session did not last until resumed.');
      return ended ? bad(`After resumed ${ended}.`) : good('The session went on.');
    },
  },
  {
    id: 'discarded-accepted',
    group,
    title: 'discarded is accepted',
    rule: 'AH-08',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Handle discarded {start, discarded}: advance your timeline, and go on.',
    calls: ['discarded'],
    judge: call => {
      const ended = endedByServer(call);
      return ended ? bad(`After discarded ${ended}.`) : good('The session went on.');
    },
  },
  {
    id: 'silent-in-pause',
    group,
    title: 'No audio is sent while the client pauses',
    rule: 'AH-10',
    source: 'Genesys documentation; the consequence is not known',
    certainty: 'documented',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Hold the audio that you have between paused and resumed, and send it afterwards.',
    calls: ['pause', 'conversation'],
    judge: (call, _facts, [, conversation]) => {
      const [from, to] = [call.marks.get('paused'), call.marks.get('resumed')];
      if (from === undefined || to === undefined) return na('The session did not last until the pause.');
      if (!conversation?.heard().length) return na('The bot says nothing.');
      if (endedByServer(call)) return na('The server ended the session.');
      const frames = call.heard().filter(({ atMs }) => atMs > from + CROSSING_MS && atMs < to);
      return frames.length === 0
        ? good(`In a pause of ${ms(to - from)} nothing came.`)
        : bad(`${frames.length} audio frames came in a pause of ${ms(to - from)}.`);
    },
  },
  {
    id: 'speaks-after-pause',
    group,
    title: 'After resumed the bot speaks again',
    rule: 'AH-10',
    source: 'Genesys documentation',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Listen and speak again after resumed; Genesys Cloud, not the server, owns this pause, so wait for no resume of your own.',
    calls: ['pause', 'conversation'],
    judge: (call, _facts, [, conversation]) => {
      const from = call.marks.get('resumed');
      if (from === undefined || endedByServer(call)) return na('The session did not last until resumed.');
      const answered = conversation?.heard().some(({ atMs }) => atMs > (conversation.marks.get('said') ?? 0));
      if (!answered) return na('The bot does not answer speech.');
      return call.heard().some(({ atMs }) => atMs >= from)
        ? good('It did.')
        : bad('The bot answered a question in another call, but none after a pause.');
    },
  },
];
