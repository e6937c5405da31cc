/** DTMF, and the reports of playback. PROTOCOL sections 4.1 and 10. */
import { AUDIO_CONNECTOR, bad, type Check, endedByServer, good, ms } from './check.ts';

const group = 'DTMF and playback';

export const keysChecks: readonly Check[] = [
  {
    id: 'dtmf-accepted',
    group,
    title: 'Every digit is accepted, * and # too',
    rule: 'AH-08',
    source: 'Genesys documentation',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Handle dtmf, or ignore it: an unknown message type must not end the call.',
    calls: ['digits'],
    judge: call => {
      const ended = endedByServer(call);
      const digits = call.sent('dtmf').map(message => (message.value?.parameters as { digit?: string })?.digit);
      return ended
        ? bad(`After the digits ${digits.join(' ')} ${ended}.`)
        : good(`${digits.join(' ')} were sent, and the session went on.`);
    },
  },
  {
    id: 'dtmf-burst',
    group,
    title: '25 digits in a second are accepted',
    rule: 'AH-08',
    source: 'Genesys documentation: one digit a message',
    certainty: 'ours',
    profiles: AUDIO_CONNECTOR,
    fix: 'Collect digits as fast as they come: a caller with an automatic dialler is no attacker.',
    calls: ['digit-burst'],
    judge: call => {
      const ended = endedByServer(call);
      return ended
        ? bad(`After ${call.sent('dtmf').length} digits in a second ${ended}.`)
        : good('The session went on.');
    },
  },
  {
    id: 'playback-accepted',
    group,
    title: 'playback_started and playback_completed are accepted',
    rule: 'AH-08',
    source: 'Genesys documentation; a server made for Monitor does not know them',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Handle playback_started and playback_completed: they are the only sign of what the caller has heard.',
    calls: ['playback'],
    judge: call => {
      const ended = endedByServer(call);
      return ended ? bad(`After a report of playback ${ended}.`) : good('The session went on.');
    },
  },
  {
    id: 'conversation-survived',
    group,
    title: 'An ordinary conversation stays open until the caller hangs up',
    rule: 'AH-08',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Look at the session of this check: it shows what came before the end.',
    calls: ['conversation'],
    judge: call => {
      const ended = endedByServer(call);
      const hangUpMs = call.marks.get('closing') ?? 0;
      const early = (call.received('disconnect')[0]?.atMs ?? call.close?.atMs ?? Number.POSITIVE_INFINITY) < hangUpMs;
      return ended && early
        ? bad(`In an ordinary conversation ${ended}.`)
        : good(`A conversation of ${ms(hangUpMs)} went on to its end.`);
    },
  },
];
