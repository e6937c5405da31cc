/** Three beeps with pauses between them, 8 kHz mono PCMU. */
import { encodeMuLawSample, MULAW_SILENCE, PCMU_RATE_HZ } from '../../../../shared/audio/mulaw.ts';

const BEEPS = 3;
const BEEP_S = 0.6;
const PAUSE_S = 0.4;
/** 440 Hz at -12 dBFS: in the middle of what a phone carries, and not unpleasant. */
const TONE_HZ = 440;
const PEAK = 0.25 * 32767;
/** Faded in and out, so that no click is taken for a fault of the line. */
const FADE_S = 0.01;

export function beeps(): Uint8Array {
  const [beep, pause, fade] = [BEEP_S, PAUSE_S, FADE_S].map(seconds => Math.round(seconds * PCMU_RATE_HZ)) as [
    number,
    number,
    number,
  ];
  const audio = new Uint8Array(BEEPS * (beep + pause)).fill(MULAW_SILENCE);
  for (let n = 0; n < BEEPS; n += 1) {
    for (let at = 0; at < beep; at += 1) {
      const level = Math.min(1, at / fade, (beep - at) / fade);
      const sample = PEAK * level * Math.sin((2 * Math.PI * TONE_HZ * at) / PCMU_RATE_HZ);
      audio[n * (beep + pause) + at] = encodeMuLawSample(Math.round(sample));
    }
  }
  return audio;
}
