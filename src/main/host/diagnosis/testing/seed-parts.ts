/** What the calls of the diagnosis have in common: callers, bots and small defects. */
import { decodeMuLaw, encodeMuLaw, MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import type { StartBot } from '../../bots/bot.ts';
import type { Defect } from '../../checks/testing/check-server.ts';
import type { GoodSession } from '../../checks/testing/good-session.ts';
import { type CallerAudio, recordedCaller } from '../../genesys-client/caller-audio.ts';
import type { CallProgress, GenesysCall } from '../../genesys-client/genesys-call.ts';
import { prompts } from '../../realtime-simulator/prompts.ts';
import type { Drive, SeedBench, SeedView } from './seed-calls.ts';

export type Seed = {
  readonly symptom: string;
  readonly play: (bench: SeedBench) => Promise<SeedView>;
  /** Id of the finding that comes first. */
  readonly first: string;
  /** The sentence that it says, or its beginning. */
  readonly says: string;
  /** Other findings above note that are true of it. */
  readonly also?: readonly string[];
  /** The finding is a note: it comes behind what is wrong, and nothing is wrong here. */
  readonly isNote?: true;
};

/** A call of which nothing above note must be said. */
export type SilentSeed = Pick<Seed, 'symptom' | 'play'>;

export const mutant = (set: Readonly<Record<string, Defect>>, name: string): Defect => {
  const defect = set[name];
  if (!defect) throw new Error(`There is no mutant ${name}.`);
  return defect;
};
export const onSession = (session: (session: GoodSession) => void): Defect => ({ session });
export const server =
  (defect: Defect, drive: Drive = {}) =>
  (bench: SeedBench) =>
    bench.server(defect, drive);
export const encoded = (encode: (audio: Uint8Array) => Uint8Array) =>
  onSession(session => {
    session.encode = encode;
  });
export const says = (audio: Uint8Array): CallerAudio => recordedCaller(audio);
export const quiet = (ms: number) => new Uint8Array(ms * 8).fill(MULAW_SILENCE);
export const louder = (audio: Uint8Array, factor: number) =>
  encodeMuLaw(decodeMuLaw(audio).map(sample => Math.max(-32_000, Math.min(32_000, sample * factor))));

/** A bot of the console that greets, and says no more. */
export const greeter: StartBot = call => {
  const greeting = prompts.greeting.audio.slice(0, 16_000);
  call.play(greeting, call.recorder.appendAudio('bot', greeting));
  return {
    name: 'greeter',
    hear: () => undefined,
    pressed: () => undefined,
    playbackStarted: () => undefined,
    playbackCompleted: () => undefined,
    end: () => Promise.resolve(),
  };
};

/** What the caller hears comes back on their line, later and quieter. */
export function echoing(delayMs: number, gainDb: number): { source: CallerAudio; heard(audio: Uint8Array): void } {
  const factor = 10 ** (gainDb / 20);
  let line: Uint8Array = quiet(delayMs);
  return {
    heard: audio => {
      line = concatBytes([line, louder(audio, factor)]);
    },
    source: {
      ended: true,
      take: bytes => {
        const piece = quiet(bytes / 8);
        piece.set(line.subarray(0, bytes));
        line = line.subarray(Math.min(bytes, line.length));
        if (line.length < delayMs * 8) line = concatBytes([line, quiet(delayMs - line.length / 8)]);
        return piece;
      },
    },
  };
}

/** The model speaks first, and long. */
export const STORY = {
  name: 'story',
  about: 'A long greeting.',
  rules: [{ when: { on: 'greeting' }, steps: [{ do: 'say', prompt: 'story' }] }],
};

export const sessionOf = (format: string) => ({
  type: 'realtime',
  audio: { input: { format: { type: format } }, output: { format: { type: format } } },
});

/** Sends the farewell at once, and hangs up. */
export const hastyFarewell = onSession(session => {
  session.sayFarewell = () => {
    session.sendAudio(Buffer.from(session.voice.farewell.subarray(0, 16_000)));
    session.hangUp({ reason: 'completed' });
  };
});

/** Greets after the caller could have spoken, all at once, and throws it away while it is heard. */
export const selfInterrupting = onSession(session => {
  session.greet = () =>
    session.after(1_500, () => {
      session.sendAudio(Buffer.from(session.voice.greeting.subarray(0, 16_000)));
      session.after(400, () => session.bargeIn());
    });
});

/** Greets at once, and thinks long. */
export const answeringAfter = (delayMs: number) =>
  onSession(session => {
    const usual = session.answer.bind(session);
    session.answer = () => session.after(delayMs, usual);
  });

/** Greets, and pauses the audio for good. */
export const pausing = onSession(session => {
  const usual = session.greet.bind(session);
  session.greet = () => {
    usual();
    session.after(3_000, () => session.send('pause'));
  };
});

/** Greets as it should, and hands the model's events on as they come. */
export const forwardingEvents = onSession(session => {
  session.answer = () =>
    session.socket.send(
      JSON.stringify({
        type: 'response.output_audio.delta',
        delta: Buffer.from(session.voice.answer).toString('base64'),
      }),
    );
});

export const latePongs = onSession(session => {
  session.onPing = () => {
    const clientseq = session.clientSeq;
    session.after(2_500, () => {
      session.seq += 1;
      session.write({ ...session.envelope('pong', {}), clientseq });
    });
  };
});

export const turn = (id: string) => [
  { type: 'response.created', response: { id, status: 'in_progress' } },
  { type: 'response.done', response: { id, status: 'completed', output: [] } },
];

export function refusing(code: string, close: number) {
  return (send: (event: object) => void, end: (code: number) => void) => {
    send({ type: 'error', error: { type: 'invalid_request_error', code, message: `Refused: ${code}.` } });
    end(close);
  };
}

export function press(digit: string) {
  let pressed = false;
  return (item: CallProgress, call: GenesysCall) => {
    if (item.type !== 'heard' || pressed) return;
    pressed = true;
    call.pressDigit(digit);
  };
}

/** A transcript of a second of speech, from `offset` on. */
export const transcriptAt = (offset: string) => ({
  entities: [
    {
      type: 'transcript',
      data: { id: 'a', channelId: 0, isFinal: true, offset, duration: 'PT1.0S', alternatives: [] },
    },
  ],
});

export const L16_MONO = { type: 'audio', format: 'L16', channels: ['external'], rate: 8000 };
