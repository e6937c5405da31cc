/** Defects of what the bot says, and of how it is interrupted: the good server with one thing wrong. */
import { decodeMuLaw, encodeMuLaw } from '../../../../shared/audio/mulaw.ts';
import type { Defect } from './check-server.ts';
import type { GoodSession } from './good-session.ts';
import type { Mutants } from './upgrade-mutants.ts';
import { aLaw, at24kHz, sixteenBit } from './wrong-encodings.ts';

const encoded = (encode: (audio: Uint8Array) => Uint8Array): Defect => ({
  session: session => {
    session.encode = encode;
  },
});

const voiced = (change: (session: GoodSession) => void): Defect => ({ session: change });

const louder = (factor: number) => (audio: Uint8Array) =>
  encodeMuLaw(decodeMuLaw(audio).map(sample => Math.max(-32_000, Math.min(32_000, sample * factor))));

function inFront(head: Uint8Array): (audio: Uint8Array) => Uint8Array {
  return audio => Buffer.concat([head, audio]);
}

export const voiceMutants: Mutants = {
  'audio-binary': voiced(session => {
    session.sendAudio = audio =>
      session.send('event', { entities: [{ type: 'audio', data: audio.toString('base64') }] });
  }),
  'audio-frame-size': voiced(session => {
    session.encode = audio => Buffer.concat([audio, audio, audio]);
    session.frameBytes = 80_000;
  }),
  'audio-frame-empty': voiced(session => {
    const send = session.sendAudio.bind(session);
    let frames = 0;
    session.sendAudio = audio => {
      frames += 1;
      if (frames % 8 === 0) send(Buffer.alloc(0));
      send(audio);
    };
  }),
  'audio-rate': voiced(session => {
    session.frameBytes = 320;
    session.frameEveryMs = 40;
  }),
  'audio-no-header': encoded(inFront(Buffer.from('RIFF\x24\x08\0\0WAVEfmt ', 'latin1'))),
  'audio-silence-byte': encoded(inFront(new Uint8Array(1600))),
  'audio-not-16-bit': encoded(sixteenBit),
  'audio-not-a-law': encoded(aLaw),
  'audio-sample-rate': encoded(at24kHz),
  'audio-level': encoded(louder(0.01)),
  'audio-after-opened': voiced(session => {
    const usual = session.onOpen.bind(session);
    session.onOpen = parameters => {
      session.sendAudio(Buffer.from(session.voice.greeting.subarray(0, 1600)));
      usual(parameters);
    };
  }),
  // The greeting was on its way when the server decided to end the call.
  'audio-not-after-disconnect': voiced(session => {
    session.greet = () => {
      if (session.phase !== 'closed') session.speak(session.voice.greeting);
    };
  }),
  'audio-not-after-closed': voiced(session => {
    const usual = session.onClose.bind(session);
    session.onClose = parameters => {
      const { queue } = session;
      usual(parameters);
      session.queue = queue;
    };
  }),

  'barge-in-sent': voiced(session => {
    session.onSpeech = () => undefined;
  }),
  'barge-in-prompt': voiced(session => {
    const usual = session.onSpeech.bind(session);
    session.onSpeech = () => session.after(2_000, usual);
  }),
  'barge-in-shape': voiced(session => {
    const usual = session.send.bind(session);
    session.send = (type, parameters) =>
      type === 'event'
        ? usual(type, {
            entities: [
              { type: 'turn', data: {} },
              { type: 'barge_in', data: {} },
            ],
          })
        : usual(type, parameters);
  }),
  'barge-in-queue-cleared': voiced(session => {
    const usual = session.bargeIn.bind(session);
    session.bargeIn = () => {
      const { queue } = session;
      usual();
      session.queue = queue;
    };
  }),
  'barge-in-once': voiced(session => {
    const usual = session.bargeIn.bind(session);
    session.bargeIn = () => {
      usual();
      session.after(200, usual);
    };
  }),
  'barge-in-only-when-needed': voiced(session => {
    session.onSpeech = () => session.bargeIn();
  }),

  'close-while-speaking': voiced(session => {
    const usual = session.onClose.bind(session);
    session.onClose = parameters => {
      const waitMs = session.queue.length > 0 ? 4_000 : 0;
      session.queue = [];
      session.after(waitMs, () => usual(parameters));
    };
  }),
};

/** Defects that show only in the other products. */
export const listeningMutants: Mutants = {
  'audio-none': voiced(session => {
    const usual = session.onOpen.bind(session);
    session.onOpen = parameters => {
      usual(parameters);
      session.after(500, () => session.speak(session.voice.greeting));
    };
  }),
  'open-continued-session': voiced(session => {
    const usual = session.onOpen.bind(session);
    session.onOpen = parameters => ('continuedSessions' in parameters ? session.violation('open') : usual(parameters));
  }),
  'open-supported-languages': voiced(session => {
    const usual = session.send.bind(session);
    session.send = (type, parameters) =>
      type === 'opened' ? usual(type, { ...parameters, supportedLanguages: undefined }) : usual(type, parameters);
  }),
};
