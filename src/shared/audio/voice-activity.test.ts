import { expect, test } from 'vitest';
import {
  joined,
  louder,
  mixed,
  noise,
  RATE_HZ,
  sentence,
  silence,
  throughPcmu,
  tone,
} from '../../../e2e/audio/sounds.ts';
import { VoiceActivity, type VoiceActivityEvent } from './voice-activity.ts';

const SETTINGS = { rateHz: RATE_HZ, threshold: 0.5, prefixPaddingMs: 300, silenceDurationMs: 500 };

function hear(samples: Int16Array, settings = SETTINGS): VoiceActivityEvent[] {
  return new VoiceActivity(settings).append(samples);
}

/** Turns as [start ms, end ms]. */
function turns(events: readonly VoiceActivityEvent[]): number[][] {
  return events
    .map(event => (event.type === 'speech_started' ? [event.startMs] : [event.endMs]))
    .reduce<number[][]>((found, [ms], at) => {
      if (at % 2 === 0) found.push([ms ?? 0]);
      else found.at(-1)?.push(ms ?? 0);
      return found;
    }, []);
}

for (const name of ['order', 'balance', 'goodbye', 'interrupt'] as const) {
  for (const level of [1, 0.3, 0.1]) {
    test(`hears the sentence "${name}" at ${Math.round(20 * Math.log10(level))} dB from its first word to its last`, () => {
      const speech = throughPcmu(louder(sentence(name), level));
      const found = turns(hear(joined(silence(1), speech, silence(2))));
      const lengthMs = (speech.length / RATE_HZ) * 1000;
      expect(found.length).toBeGreaterThan(0);
      // The onset lies within the first 100 ms of the file, dated back by the 300 ms of padding.
      expect(found[0]?.[0]).toBeGreaterThanOrEqual(700);
      expect(found[0]?.[0]).toBeLessThanOrEqual(800);
      // The end includes the 500 ms of silence; the file ends in up to half a second of its own.
      expect(found.at(-1)?.[1]).toBeGreaterThan(1000 + lengthMs + 500 - 500);
      expect(found.at(-1)?.[1]).toBeLessThanOrEqual(1000 + lengthMs + 500 + 20);
    });
  }
}

test('hears a sentence over steady noise 15 dB below it, and its end', () => {
  const room = noise('pink', 8, 0.012);
  const events = hear(throughPcmu(mixed(joined(silence(2), sentence('balance'), silence(3)), room)));
  const found = turns(events);
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]?.[0]).toBeLessThanOrEqual(2000);
  expect(events.at(-1)?.type).toBe('speech_stopped');
});

test('ends a turn even when steady noise begins with its last word', () => {
  const events = hear(throughPcmu(joined(sentence('goodbye'), noise('white', 4, 0.05))));
  expect(events.map(event => event.type)).toEqual(['speech_started', 'speech_stopped']);
});

test('hears no speech in silence, nor in a constant offset', () => {
  expect(hear(silence(30))).toEqual([]);
  expect(hear(joined(silence(1), new Int16Array(8000 * 5).fill(900), silence(1)))).toEqual([]);
});

for (const colour of ['white', 'pink', 'brown'] as const) {
  for (const level of [0.001, 0.003, 0.01, 0.03, 0.1, 0.3]) {
    test(`hears no speech in steady ${colour} noise at ${level} of full scale`, () => {
      const sound = joined(silence(0.5), noise(colour, 30, level), silence(0.5));
      expect(hear(throughPcmu(sound))).toEqual([]);
      expect(hear(sound)).toEqual([]);
    });
  }
}

for (const level of [0.001, 0.003, 0.01, 0.05, 0.3, 1]) {
  test(`hears no speech in a steady tone at ${level} of full scale, of any pitch and from any moment on`, () => {
    for (const hz of [30, 50, 60, 100, 200, 440, 1000, 2600, 3400]) {
      for (const beforeSeconds of [0, 0.5125]) {
        const sound = joined(silence(beforeSeconds), tone([hz], 5, level), silence(1));
        expect(hear(throughPcmu(sound)), `${hz} Hz after ${beforeSeconds} s`).toEqual([]);
      }
    }
  });
}

test('hears no speech in dial, ringing, busy and DTMF tones', () => {
  const busy = Array.from({ length: 8 }, () => [tone([425], 0.2, 0.3), silence(0.2)]).flat();
  const keys = [
    [697, 1209],
    [770, 1336],
    [852, 1477],
    [941, 1336],
  ].flatMap(pair => [tone(pair, 0.1, 0.4), silence(0.1)]);
  for (const sound of [[tone([350, 440], 5, 0.3)], [tone([440, 480], 2, 0.3), silence(1)], busy, keys]) {
    expect(hear(throughPcmu(joined(silence(0.3), ...sound, silence(1))))).toEqual([]);
  }
});

test('hears no speech in noise that swells and fades but keeps its colour', () => {
  const swelling = noise('white', 20, 0.2).map(
    (sample, at) => sample * 10 ** (Math.cos((at / RATE_HZ) * 12) * 0.3 - 0.3),
  );
  expect(hear(throughPcmu(joined(silence(0.3), swelling, silence(1))))).toEqual([]);
});

test('hears no speech in an alarm that changes its pitch and its level all the time', () => {
  const alarm = Array.from({ length: 40 }, () => [tone([700], 0.06, 0.05), tone([1900], 0.06, 0.6)]).flat();
  expect(hear(throughPcmu(joined(silence(0.3), ...alarm, silence(1))))).toEqual([]);
});

test('does not care how the sound was cut into chunks', () => {
  const sound = throughPcmu(joined(silence(0.4), sentence('order'), silence(1.2), sentence('goodbye'), silence(2)));
  const atOnce = hear(sound);
  expect(atOnce.length).toBeGreaterThanOrEqual(4);
  for (const chunk of [1, 7, 160, 161, 1000, 1600, 24_001]) {
    const detector = new VoiceActivity(SETTINGS);
    const events: VoiceActivityEvent[] = [];
    for (let at = 0; at < sound.length; at += chunk) events.push(...detector.append(sound.subarray(at, at + chunk)));
    expect(events, `chunks of ${chunk}`).toEqual(atOnce);
  }
});

test('waits for the whole silence window before a turn ends, and counts it in', () => {
  const sound = joined(sentence('goodbye'), silence(3));
  const ends = [200, 500, 900].map(silenceDurationMs => {
    const last = hear(sound, { ...SETTINGS, silenceDurationMs }).at(-1);
    return last?.type === 'speech_stopped' ? last.endMs : 0;
  });
  expect((ends[1] ?? 0) - (ends[0] ?? 0)).toBe(300);
  expect((ends[2] ?? 0) - (ends[1] ?? 0)).toBe(400);
});

test('wants louder speech for a higher threshold', () => {
  const quiet = joined(silence(0.5), louder(sentence('balance'), 0.05), silence(1));
  expect(hear(quiet, { ...SETTINGS, threshold: 0.2 })).not.toEqual([]);
  expect(hear(quiet, { ...SETTINGS, threshold: 0.9 })).toEqual([]);
});

test('turns never overlap: a new one begins where the last one ended at the earliest', () => {
  const sound = joined(...Array.from({ length: 4 }, () => [sentence('goodbye'), silence(0.1)]).flat());
  const found = turns(hear(sound, { ...SETTINGS, silenceDurationMs: 100, prefixPaddingMs: 600 }));
  expect(found.length).toBeGreaterThan(4);
  for (let at = 1; at < found.length; at += 1) {
    expect(found[at]?.[0]).toBeGreaterThanOrEqual(found[at - 1]?.[1] ?? 0);
  }
});

test('hears the same at 24 kHz', () => {
  const slow = joined(silence(0.5), sentence('balance'), silence(1));
  const fast = Int16Array.from({ length: slow.length * 3 }, (_, at) => {
    const left = slow[Math.floor(at / 3)] ?? 0;
    const right = slow[Math.floor(at / 3) + 1] ?? left;
    return left + ((right - left) * (at % 3)) / 3;
  });
  const [expected] = turns(hear(slow));
  const [found] = turns(hear(fast, { ...SETTINGS, rateHz: 24_000 }));
  expect(Math.abs((found?.[0] ?? 0) - (expected?.[0] ?? 0))).toBeLessThanOrEqual(40);
  expect(Math.abs((found?.[1] ?? 0) - (expected?.[1] ?? 0))).toBeLessThanOrEqual(40);
  expect(hear(tone([440], 5, 0.3, 24_000), { ...SETTINGS, rateHz: 24_000 })).toEqual([]);
});
