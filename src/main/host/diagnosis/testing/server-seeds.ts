/** Faults of a server in what it says on the wire, and in how calls end. */

import { sessionMutants } from '../../checks/testing/session-mutants.ts';
import {
  greeter,
  hastyFarewell,
  latePongs,
  mutant,
  onSession,
  pausing,
  press,
  type Seed,
  server,
  transcriptAt,
} from './seed-parts.ts';

export const SERVERS: readonly Seed[] = [
  {
    symptom: 'media changed',
    play: server(mutant(sessionMutants, 'media-unchanged')),
    first: 'media-changed',
    says: 'The server changed the offered media',
  },
  {
    symptom: 'no media',
    play: server(mutant(sessionMutants, 'media-selected')),
    first: 'no-media-selected',
    says: 'opened selected no media',
    also: ['unexplained-problem'],
  },
  {
    symptom: 'a pause without an end',
    play: server(pausing, { lastMs: 9_000 }),
    first: 'pause-never-ended',
    says: 'The server paused the audio and never resumed it',
  },
  {
    symptom: 'an event before opened',
    play: server(mutant(sessionMutants, 'opened-first')),
    first: 'opened-not-first',
    says: 'The server sent something before opened',
  },
  {
    symptom: 'seq from 2',
    play: server(
      onSession(session => {
        session.seq = 1;
      }),
    ),
    first: 'first-seq-wrong',
    says: 'The server’s first message does not have seq 1',
    also: [],
  },
  {
    symptom: 'a gap in seq',
    play: server(mutant(sessionMutants, 'message-seq-steps')),
    first: 'seq-broken',
    says: 'The server’s seq has a gap',
  },
  {
    symptom: 'another id',
    play: server(mutant(sessionMutants, 'message-id')),
    first: 'wrong-id',
    says: 'The server’s messages carry another id',
  },
  {
    symptom: 'pong with another clientseq',
    play: server(mutant(sessionMutants, 'pong-clientseq')),
    first: 'clientseq-wrong',
    says: 'The server’s clientseq',
  },
  {
    symptom: 'no JSON',
    play: server(mutant(sessionMutants, 'message-json')),
    first: 'malformed-message',
    says: 'The server sent a malformed message',
  },
  {
    symptom: 'unknown fields',
    play: server(mutant(sessionMutants, 'message-no-unknown-fields')),
    first: 'unknown-fields',
    says: 'The server’s messages have fields',
  },
  {
    symptom: 'a server error',
    play: server(mutant(sessionMutants, 'message-known-types')),
    first: 'server-error-message',
    says: 'The server sent a message that servers may not send',
  },
  {
    symptom: 'opened twice',
    play: server(mutant(sessionMutants, 'opened-once'), { lastMs: 3_000 }),
    first: 'unexplained-problem',
    says: 'Something went wrong that no finding explains',
  },
  {
    symptom: 'a server that takes no keys',
    play: server(
      onSession(session => {
        session.onDigit = () => session.violation('unknown message type dtmf');
      }),
      { on: press('5') },
    ),
    first: 'dtmf-ends-call',
    says: 'A key press ends the call: the server does not take dtmf',
  },
  {
    symptom: 'a server that drops the call at a key',
    play: server(
      onSession(session => {
        session.onDigit = () => session.socket.terminate();
      }),
      { on: press('5') },
    ),
    first: 'dtmf-ends-call',
    says: 'A key press ends the call: the server does not take dtmf',
  },
  {
    symptom: 'a server that wants en-US, and gets en-us',
    play: server(
      onSession(session => {
        session.onOpen = () => session.hangUp({ reason: 'error', info: 'Unsupported language: en-us' });
      }),
      { options: { retry: false } },
    ),
    first: 'open-refused',
    says: 'The server refuses the call at open: “Unsupported language: en-us”',
  },
  {
    symptom: 'a server that parses open strictly',
    play: server(
      onSession(session => {
        const usual = session.onOpen.bind(session);
        session.onOpen = parameters => ('consoleFault' in parameters ? session.violation('open') : usual(parameters));
      }),
      { options: { fault: 'extra-fields' } },
    ),
    first: 'newer-client-not-taken',
    says: 'The server ends the call over a field or message that it does not know',
  },
  {
    symptom: 'a server that resumes what the caller holds',
    play: server(
      onSession(session => {
        session.after(1_500, () => session.send('pause'));
        session.after(2_500, () => session.send('resume'));
      }),
      {
        lastMs: 4_000,
        on: (item, call) => {
          if (item.type === 'state' && item.state === 'open') call.hold(true);
        },
      },
    ),
    first: 'resume-held',
    says: 'resume brings no audio back: Genesys Cloud holds the call itself too',
  },
  {
    symptom: 'transcripts of the future',
    play: server(
      onSession(session => session.after(2_000, () => session.send('event', transcriptAt('PT4.5S')))),
      { lastMs: 3_000 },
    ),
    first: 'transcript-times',
    says: 'The times of the transcripts are wrong: they lie where no audio was sent',
  },
  {
    symptom: 'a proxy that ends requests after 30 s',
    play: server(
      onSession(session => session.after(29_900, () => session.socket.terminate())),
      {
        lastMs: 40_000,
      },
    ),
    first: 'cut-at-round-age',
    says: 'The connection was cut after 30 s: probably a time-out of a proxy or host on the way',
  },
  {
    symptom: 'a bot that talks to a monitor',
    play: server(
      onSession(session => session.after(500, () => session.sendAudio(Buffer.alloc(1600, 0xff)))),
      { options: { offer: 'monitor' }, lastMs: 3_000 },
    ),
    first: 'audio-to-listener',
    says: 'The server speaks to a client that only listens',
  },
  {
    symptom: 'close not answered',
    play: server(mutant(sessionMutants, 'close-end')),
    first: 'close-not-answered',
    says: 'The server did not answer close',
  },
  {
    symptom: 'numbers as output variables',
    play: server(mutant(sessionMutants, 'output-variables-strings'), { lastMs: 14_000, options: {}, on: press('#') }),
    first: 'output-variables',
    says: 'Output variables do not reach the flow',
  },
  {
    symptom: 'too many messages',
    play: server(mutant(sessionMutants, 'message-rate')),
    first: 'too-many-messages',
    says: 'The server sends more text messages',
  },
  {
    symptom: 'the farewell is cut',
    play: server(hastyFarewell, { on: press('#') }),
    first: 'farewell-cut',
    says: 'The farewell is cut',
  },
  {
    symptom: 'opened late',
    play: server(mutant(sessionMutants, 'opened-soon')),
    first: 'opened-slow',
    says: 'opened comes late',
  },
  {
    symptom: 'pong late',
    play: server(latePongs),
    first: 'slow-pong',
    says: 'The server answers pings late',
  },
  {
    symptom: 'the server ends it with an error',
    play: server(mutant(sessionMutants, 'conversation-survived')),
    first: 'ended-with-error',
    says: 'The server ended the call with an error',
  },
  {
    symptom: 'a server that never speaks',
    play: server(
      onSession(session => {
        session.speak = () => undefined;
      }),
      { lastMs: 12_000 },
    ),
    first: 'bot-never-speaks',
    says: 'The server sends no audio at all',
  },
  {
    symptom: 'a gateway without binary frames',
    play: server(
      onSession(session => {
        session.onAudio = () => session.socket.close(1003);
      }),
    ),
    first: 'gateway-without-binary',
    says: 'The server or its gateway takes no binary frames',
  },
  {
    symptom: 'a caller who breaks the protocol',
    play: b => b.console(greeter, { options: { fault: 'wrong-id' }, lastMs: 4_000 }),
    first: 'client-breaks-protocol',
    says: 'The calling side breaks the protocol',
    also: ['ended-with-error', 'farewell-cut'],
  },
  {
    symptom: 'the caller is gone',
    play: b => b.console(greeter, { options: { fault: 'drop-tcp-in-open' }, lastMs: 4_000 }),
    first: 'connection-lost',
    says: 'The connection was lost',
  },
];
