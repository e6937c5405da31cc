/** The connection probe: what decides whether the integration becomes active. PROTOCOL section 12. */
import { bad, type Check, endedByServer, excerpt, good, ms } from './check.ts';
import { disconnectOf, openedOf } from './moves.ts';

const group = 'connection probe';

export const probeChecks: readonly Check[] = [
  {
    id: 'probe-opened',
    group,
    title: 'The connection probe is answered with opened',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Recognise the probe by its null UUIDs (conversationId and participant.id), and answer opened: look nothing up, refuse nothing.',
    judgesOpening: true,
    calls: ['probe'],
    judge: call => {
      const opened = openedOf(call);
      if (opened) return good('An open with null UUIDs and empty numbers was answered with opened.');
      const disconnect = disconnectOf(call);
      return bad(`An open with null UUIDs was answered with ${disconnect ? excerpt(disconnect.text) : 'nothing'}.`);
    },
  },
  {
    id: 'probe-stays-open',
    group,
    title: 'The server does not end the probe',
    source: 'Genesys documentation ("server disconnected from connection probe")',
    certainty: 'documented',
    fix: 'After opened, wait for the close of the probe.',
    calls: ['probe'],
    judge: call => {
      const ended = endedByServer(call) ?? (disconnectOf(call) ? 'the server sent disconnect' : undefined);
      return ended ? bad(`In the probe ${ended}.`) : good('The session of the probe stayed open for 2 s.');
    },
  },
  {
    id: 'probe-silent',
    group,
    title: 'The probe starts no bot: no audio, no events',
    rule: 'AH-10',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Branch on the null UUIDs before bot, CRM and billing: the probe is no call.',
    calls: ['probe'],
    judge: call => {
      const { length } = call.heard();
      const events = call.received('event').length;
      return length + events === 0
        ? good('Nothing was said in 2 s.')
        : bad(`The probe got ${length} audio frames and ${events} events.`);
    },
  },
  {
    id: 'probe-closed',
    group,
    title: 'The close of the probe is answered with a well-formed closed',
    rule: 'AH-14',
    source: 'Genesys documentation; forum report of a closed without parameters',
    certainty: 'documented',
    fix: 'Answer the probe\'s close like any other: {"type":"closed", ..., "parameters":{}}, next seq, clientseq of the close.',
    calls: ['probe'],
    judge: call => {
      const [closed] = call.received('closed');
      if (!closed) return bad('The close of the probe was not answered with closed within 10 s.');
      const sent = call.sent('close')[0];
      const { parameters, clientseq, version } = closed.value ?? {};
      const wellFormed =
        typeof parameters === 'object' && parameters !== null && version === '2' && clientseq === sent?.value?.seq;
      return wellFormed
        ? good(`closed came ${ms(closed.atMs - (sent?.atMs ?? 0))} after close.`)
        : bad(`closed is malformed: ${excerpt(closed.text)}.`);
    },
  },
];
