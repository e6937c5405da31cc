import { expect, test } from 'vitest';
import { encodeBase64 } from '../../../../shared/lib/base64.ts';
import type { RecordedConnection } from '../../../../shared/realtime/recording/bot-recording.ts';
import { HandClock } from '../../testing/hand-clock.ts';
import { RecordingPlayer } from './recording-player.ts';

/** Plays frames by their places in a recording; what is sent is written down with its time, ms. */
function playing(after: [clients: number, appendedBytes: number, delayMs: number][], end?: RecordedConnection['end']) {
  const clock = new HandClock();
  const sent: string[] = [];
  const say = (what: string) => void sent.push(`${clock.monotonicMs()} ${what}`);
  const recorded: RecordedConnection = {
    ...{ n: 0, handshakeMs: 0, answer: 'open', ...(end && { end }) },
    clients: ['a', 'b'].map((type, at) => ({ n: at, type, event: { type }, gapMs: 1000 })),
    frames: after.map(([clients, appendedBytes, delayMs], at) => ({
      n: at,
      after: { clients, appendedBytes, delayMs },
      text: `frame ${at}`,
    })),
  };
  const player = new RecordingPlayer(recorded, {
    clock,
    sound: () => new Uint8Array(0),
    send: data => say(String(data)),
    close: (code, reason) => say(`close ${code} ${reason}`),
    drop: () => say('drop'),
    parted: ({ type }) => say(type),
    finished: () => say('finished'),
  });
  player.start();
  const client = (type: string) => player.receive(JSON.stringify({ type }));
  const append = (bytes: number) => {
    const audio = encodeBase64(new Uint8Array(bytes));
    player.receive(JSON.stringify({ type: 'input_audio_buffer.append', audio }));
  };
  return { clock, sent, client, append };
}

test('a frame comes as long after what it followed as in the recording', () => {
  const { clock, sent, client } = playing([
    [0, 0, 10],
    [1, 0, 30],
    [1, 0, 250],
  ]);
  clock.advance(500);
  client('a');
  clock.advance(500);
  expect(sent).toEqual(['10 frame 0', '530 frame 1', '750 frame 2', '750 finished']);
});

test('caller audio counts by its length, however it is cut; without it nothing goes on', () => {
  const { clock, sent, append } = playing([
    [0, 1600, 5],
    [0, 3200, 20],
  ]);
  clock.advance(60_000);
  expect(sent).toEqual([]);
  append(1599);
  clock.advance(100);
  append(1);
  clock.advance(100);
  append(4000);
  clock.advance(100);
  expect(sent).toEqual(['60105 frame 0', '60220 frame 1', '60220 finished']);
});

test('an event that came early is not waited for, and does not hold up what came before it', () => {
  const { clock, sent, client } = playing([
    [1, 0, 100],
    [2, 0, 50],
  ]);
  client('a');
  client('b');
  clock.advance(1000);
  expect(sent).toEqual(['100 frame 0', '100 frame 1', '100 finished']);
});

test('what does not come is given up 3 s after the time that it took', () => {
  const { clock, sent, client } = playing([
    [0, 0, 0],
    [2, 0, 40],
  ]);
  clock.advance(500);
  client('a');
  clock.advance(10_000);
  expect(sent).toEqual(['0 frame 0', '4500 missing', '4540 frame 1', '4540 finished']);
});

test.each([
  [1001, 'expired', 'close 1001 expired'],
  [1006, '', 'drop'],
])('an end of the server with %i is played too', (code, reason, words) => {
  const { clock, sent } = playing([], { n: 9, after: { clients: 0, appendedBytes: 0, delayMs: 70 }, code, reason });
  clock.advance(100);
  expect(sent).toEqual(['70 finished', `70 ${words}`]);
});
