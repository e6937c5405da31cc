import { expect, onTestFinished, test } from 'vitest';
import { decodeMuLaw, encodeMuLawSample } from '../../../shared/audio/mulaw.ts';
import type { LivePiece } from '../../../shared/contract/sound-contract.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Failure } from '../../../shared/lib/result.ts';
import { SessionStore } from '../capture/session-store.ts';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { sendLiveSound } from './live-sound.ts';
import { SessionSound } from './session-sound.ts';

/** A frame of 200 ms at one level. */
const frame = (level: number) => new Uint8Array(1600).fill(encodeMuLawSample(level));

/** A live session on a clock that the test moves, and what its listener is sent. */
async function liveSession() {
  let nowMs = 0;
  const due: (() => void)[] = [];
  const clock: Clock = { ...systemClock, monotonicMs: () => nowMs };
  const store = new SessionStore({
    dataDir: tempDir(),
    clock,
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  await store.open();
  onTestFinished(() => store.dispose());
  const recorder = store.start({ role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: 'a' });
  for (const track of ['caller', 'bot']) recorder.declareTrack(track, { encoding: 'PCMU', rateHz: 8000, channels: 1 });
  const pieces: LivePiece[] = [];
  let end: (failure?: Failure) => void = () => undefined;
  const ended = new Promise<Failure | undefined>(resolve => {
    end = resolve;
  });
  let looked: () => void = () => undefined;
  const poll: Clock = {
    ...clock,
    after: (_ms, action) => {
      due.push(action);
      looked();
      return () => undefined;
    },
  };
  let cancel: () => void = () => undefined;
  const sink = {
    send: (piece: LivePiece) => void pieces.push(piece),
    end: (failure?: Failure) => end(failure),
    onCancel: (action: () => void) => {
      cancel = action;
    },
  };
  const sound = new SessionSound(store, systemClock);
  const begin = (id = recorder.id) =>
    new Promise<void>(resolve => {
      looked = resolve;
      sendLiveSound({ store, sound, clock: poll }, id, sink);
    });
  return {
    ...{ recorder, pieces, begin, cancel: () => cancel(), due },
    ended,
    at: (ms: number, track: 'caller' | 'bot', level: number) => {
      nowMs = ms;
      const direction = track === 'caller' ? 'in' : 'out';
      recorder.append({ leg: 'genesys', type: 'audio', direction, ...recorder.appendAudio(track, frame(level)) });
    },
    look: () =>
      new Promise<void>(resolve => {
        looked = resolve;
        due.shift()?.();
      }),
  };
}

const levelsOf = (piece: LivePiece | undefined, lane: 'caller' | 'bot') => {
  const audio = piece?.lanes.find(one => one.lane === lane)?.audio ?? new Uint8Array();
  return [...new Set(decodeMuLaw(audio))];
};

test('who listens in hears what comes from then on, on both sides in time, and the end when the session ends', async () => {
  const call = await liveSession();
  call.at(1200, 'caller', 1000);
  await call.begin();
  expect(call.pieces).toEqual([]);
  call.at(1250, 'bot', 4000);
  call.at(1400, 'caller', 2000);
  await call.look();
  // 200 ms behind what is known: until then the bot had said nothing.
  expect(call.pieces.map(({ fromMs }) => fromMs)).toEqual([1000]);
  expect(levelsOf(call.pieces[0], 'caller').map(Math.sign)).toEqual([1]);
  expect(levelsOf(call.pieces[0], 'bot')).toEqual([0]);
  call.at(1600, 'caller', 0);
  await call.look();
  expect(call.pieces[1]?.fromMs).toBe(1200);
  expect(levelsOf(call.pieces[1], 'bot')).toHaveLength(2);

  await call.recorder.close('hung up');
  call.due.shift()?.();
  expect(await call.ended).toBeUndefined();
  expect(call.pieces.at(-1)?.fromMs).toBe(1400);
});

test('nobody is sent anything after they went, and an unknown session is said', async () => {
  const call = await liveSession();
  call.at(1200, 'caller', 1000);
  await call.begin();
  call.cancel();
  call.at(1400, 'caller', 1000);
  call.due.shift()?.();
  await call.recorder.close('hung up');
  expect(call.pieces).toEqual([]);

  const other = await liveSession();
  void other.begin('nowhere');
  expect(await other.ended).toMatchObject({ code: 'no-such-session' });
});
