import { expect, test } from 'vitest';
import { encodeMuLaw } from '../../../shared/audio/mulaw.ts';
import { callScriptSchema } from '../../../shared/call-script/call-script.ts';
import type { NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { silence } from '../genesys-client/caller-audio.ts';
import type { CallProgress } from '../genesys-client/genesys-call.ts';
import { playScript, type ScriptableCall } from './play-script.ts';
import { ScriptedCaller } from './scripted-caller.ts';

const LOUD = encodeMuLaw(Int16Array.from({ length: 320 }, (_, n) => 8000 * Math.sin(n)));
const SAID = new Uint8Array(2000).fill(7);

/** A call on a clock that is moved by hand: 40 ms a step, in which the caller's line takes its audio. */
function bench(steps: object[]) {
  let nowMs = 0;
  const timers = new Set<() => void>();
  const clock: Clock = {
    monotonicMs: () => nowMs,
    wallMs: () => nowMs,
    after: () => () => undefined,
    every: (_periodMs, action) => {
      timers.add(action);
      return () => timers.delete(action);
    },
  };
  const did: string[] = [];
  const tell = (what: string) => void did.push(`${nowMs} ${what}`);
  const progress = new Emitter<CallProgress>();
  const call: ScriptableCall = {
    progress,
    done: new Promise(() => undefined),
    set muted(muted: boolean) {
      tell(`muted ${muted}`);
    },
    pressDigit: digit => tell(`digit ${digit}`),
    hold: held => tell(`hold ${held}`),
    updateLanguage: language => tell(`language ${language}`),
    discard: ms => tell(`discard ${ms}`),
    hangUp: (_why, reason) => tell(`hang up ${reason}`),
  };
  const caller = new ScriptedCaller();
  const notes: string[] = [];
  const recorder = {
    append: (event: NewSessionEvent): SessionEvent => {
      if (event.type === 'note' && !event.text.startsWith('Script, step')) notes.push(event.text);
      return { ...event, n: 0, atMs: 0 };
    },
  };
  const script = callScriptSchema.parse({ name: 'test', steps });
  playScript({ script, sounds: new Map([['a.wav', SAID]]), caller }, { call, recorder, clock });
  let saidAtMs: number | undefined;
  return {
    did,
    notes,
    caller,
    saidAtMs: () => saidAtMs,
    open: () => progress.emit({ type: 'state', state: 'open', why: '', failed: false }),
    /** @param hearing the bot speaks meanwhile */
    pass: async (ms: number, hearing: boolean) => {
      for (let passed = 0; passed < ms; passed += 40) {
        nowMs += 40;
        progress.emit({ type: 'heard', audio: hearing ? LOUD : silence(320) });
        if (caller.take(320)[0] === 7) saidAtMs ??= nowMs;
        for (const timer of [...timers]) timer();
        // The script goes on in promises.
        await new Promise(resolve => setImmediate(resolve));
      }
    },
  };
}

test('it hears the bot out before it speaks, and talks over it when told to', async () => {
  const { did, notes, open, pass, saidAtMs, caller } = bench([
    { do: 'listen', quietMs: 800 },
    { do: 'say', wav: 'a.wav' },
    { do: 'wait-for-bot', ms: 400 },
    { do: 'press', digits: '1#' },
    { do: 'hang-up', reason: 'end' },
  ]);
  await pass(2000, true);
  expect(saidAtMs()).toBeUndefined();
  open();
  // Words have gaps; 600 ms are not yet the end.
  await pass(1000, true);
  await pass(600, false);
  await pass(1000, true);
  await pass(760, false);
  expect(saidAtMs()).toBeUndefined();
  await pass(120, false);
  expect(saidAtMs()).toBeGreaterThanOrEqual(2000 + 1000 + 600 + 1000 + 800);
  await pass(400, false);
  const botBeginsMs = 2000 + 1000 + 600 + 1000 + 760 + 120 + 400;
  await pass(400, true);
  expect(did).toEqual([]);
  await pass(800, true);
  const [first, second, last] = did.map(line => Number(line.split(' ')[0]) - botBeginsMs);
  expect(did.map(line => line.replace(/^\d+ /, ''))).toEqual(['digit 1', 'digit #', 'hang up end']);
  expect(first).toBeGreaterThanOrEqual(400);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(300);
  expect(last).toBeGreaterThan(second ?? 0);
  expect([notes, caller.ended]).toEqual([[], true]);
});

test('a bot that says nothing, or never stops, is told, and the script goes on; pause and mute end in time', async () => {
  const { did, notes, open, pass } = bench([
    { do: 'listen', atMostMs: 400 },
    { do: 'wait-for-bot', atMostMs: 400 },
    { do: 'pause', ms: 200 },
    { do: 'mute', ms: 200 },
    { do: 'listen', atMostMs: 400 },
    { do: 'discard', ms: 5 },
    { do: 'language', language: 'de' },
  ]);
  open();
  await pass(1400, false);
  await pass(600, true);
  expect(did.map(line => line.replace(/^\d+ /, ''))).toEqual([
    ...['hold true', 'hold false', 'muted true', 'muted false', 'discard 5', 'language de'],
  ]);
  expect(notes).toEqual([
    'The bot said nothing for 0.4 s; the script goes on.',
    'The bot did not speak for 0.4 s; the script goes on.',
    'The bot did not stop speaking for 0.4 s; the script goes on.',
  ]);
});
