/** The calls in which something is said: the longest ones, in real time. */
import { interruption, question } from './caller-speech.ts';
import { isBargeIn } from './check-wire.ts';
import * as moves from './moves.ts';
import type { Scenario } from './scenario.ts';

export const conversation: Scenario = {
  run: async (call, profile) => {
    call.mark('ear');
    if (!(await moves.begin(call, profile))) return;
    moves.goLive(call);
    await moves.greeting(call);
    call.mark('question');
    await call.say(question);
    call.mark('said');
    await moves.firstAudio(call, call.nowMs(), 8_000);
    await moves.untilQuiet(call, 1_000, 15_000);
    await moves.hangUp(call, 'end', 1_500);
  },
};

export const pause: Scenario = {
  run: async (call, profile) => {
    call.mark('ear');
    if (!(await moves.begin(call, profile))) return;
    moves.goLive(call);
    await moves.greeting(call);
    await call.say(question);
    // An answer is due now: so soon after the question a bot has something to hold back.
    await call.wait(900);
    call.stopVoice();
    const start = call.position;
    call.send('paused');
    call.mark('paused');
    await moves.ping(call);
    call.mark('ping-in-pause-over');
    await call.wait(3_000);
    call.skip(3_000);
    call.send('resumed', { start, discarded: 'PT3.0S' });
    call.mark('resumed');
    call.startVoice();
    const resumedMs = call.nowMs();
    if (!(await moves.firstAudio(call, resumedMs, 3_000))) {
      await call.say(question);
      await moves.firstAudio(call, resumedMs, 8_000);
    }
    await moves.hangUp(call);
  },
};

export const interrupt: Scenario = {
  run: async (call, profile) => {
    call.mark('ear');
    if (!(await moves.begin(call, profile))) return;
    moves.goLive(call);
    if (!(await moves.firstAudio(call, 0, 3_000))) {
      await call.say(question);
      await moves.firstAudio(call, call.nowMs(), 8_000);
    }
    await call.wait(800);
    call.mark('interrupt');
    const said = call.say(interruption);
    await call.wait(1_000);
    if (call.ear.isPlaying || call.received('event').some(isBargeIn)) call.mark('overlap');
    await said;
    await call.until(3_000, () => call.received('event').find(isBargeIn));
    await call.wait(1_500);
    await moves.hangUp(call);
  },
};

export const digits: Scenario = {
  run: async (call, profile) => {
    call.mark('ear');
    if (!(await moves.begin(call, profile))) return;
    moves.goLive(call);
    for (const digit of '0123456789*#') {
      call.send('dtmf', { digit });
      await call.wait(150);
    }
    await call.until(4_000, () => moves.disconnectOf(call));
    if (moves.disconnectOf(call)) call.mark('disconnected');
    // What a server that ends the call does next shows only when the client takes a moment to close.
    if (call.marks.has('disconnected')) await call.wait(1_000);
    await moves.hangUp(call, 'end', 500);
  },
};

export const closeMidSpeech: Scenario = {
  run: async (call, profile) => {
    call.mark('ear');
    if (!(await moves.begin(call, profile))) return;
    moves.goLive(call);
    if (!(await moves.firstAudio(call, 0, 3_000))) {
      await call.say(question);
      await moves.firstAudio(call, call.nowMs(), 8_000);
    }
    await call.wait(400);
    await moves.hangUp(call, 'end', 1_500);
  },
};
