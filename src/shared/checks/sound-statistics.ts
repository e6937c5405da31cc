/** What the bytes of a server's audio say about how they were made. All inputs are meant to be 8 kHz mono PCMU. */
import { decodeMuLaw, MULAW_SILENCE, PCMU_RATE_HZ } from '../audio/mulaw.ts';

/** Measured: speech, tones, noise and silence lie below 0.03; 16-bit speech taken for bytes above 0.34. */
export const SIXTEEN_BIT_LIKENESS = 0.2;
/** Measured: PCMU speech lies below -0.2, A-law speech above 0.2, noise near 0. */
export const A_LAW_LIKENESS = 0.1;
/** Measured: voices at the right rate lie above 0.4; at 24 kHz, played 3 times too slowly, below 0.01. */
export const DULL = 0.06;

/** Longest run of one byte value. */
export function longestRun(audio: Uint8Array, value: number): number {
  let longest = 0;
  let run = 0;
  for (const byte of audio) {
    run = byte === value ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

/** RMS over all samples, dBFS; silence is -100. */
export function levelDbfs(audio: Uint8Array): number {
  let power = 0;
  for (const sample of decodeMuLaw(audio)) power += (sample / 32768) ** 2;
  return audio.length === 0 || power === 0 ? -100 : Math.max(-100, 10 * Math.log10(power / audio.length));
}

/**
 * How much alike the sound is to 16-bit little-endian samples taken for bytes: the difference between even and odd bytes
 * in how often neighbours of the same kind (two apart) are nearly equal. In real PCMU both kinds are the same sound, so it
 * is near 0; in 16-bit speech the high bytes move slowly and the low bytes are noise.
 */
export function sixteenBitLikeness(audio: Uint8Array): number {
  const near = [0, 0];
  const all = [0, 0];
  for (let at = 2; at < audio.length; at += 1) {
    const difference = ((audio[at] ?? 0) - (audio[at - 2] ?? 0) + 256) & 255;
    const kind = at & 1;
    all[kind] = (all[kind] ?? 0) + 1;
    if (difference <= 4 || difference >= 252) near[kind] = (near[kind] ?? 0) + 1;
  }
  return Math.abs((near[0] ?? 0) / Math.max(1, all[0] ?? 0) - (near[1] ?? 0) / Math.max(1, all[1] ?? 0));
}

/**
 * How much smoother the sound is when its bytes are taken for A-law than for µ-law, in powers of ten: speech moves in
 * small steps under its own law, and jumps under the other. Below 0: µ-law. 0: silence or noise.
 */
export function aLawLikeness(audio: Uint8Array): number {
  const [muLaw, aLaw] = [roughness(decodeMuLaw(audio)), roughness(decodeALaw(audio))];
  return muLaw === 0 || aLaw === 0 ? 0 : Math.log10(muLaw / aLaw);
}

/** Power of the sample-to-sample difference, as a share of the power. */
function roughness(samples: Int16Array): number {
  let difference = 0;
  let power = 0;
  let before = samples[0] ?? 0;
  for (let at = 1; at < samples.length; at += 1) {
    const now = samples[at] ?? 0;
    difference += (now - before) * (now - before);
    power += now * now;
    before = now;
  }
  return power === 0 ? 0 : difference / power;
}

function decodeALaw(audio: Uint8Array): Int16Array {
  const samples = new Int16Array(audio.length);
  for (let at = 0; at < audio.length; at += 1) samples[at] = A_LAW[audio[at] ?? 0] ?? 0;
  return samples;
}

/** ITU-T G.711 A-law: even bits inverted, 8 segments of 16 steps. */
function decodeALawSample(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = (bits & 15) << 4;
  const magnitude = segment === 0 ? step + 8 : (step + 0x108) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

const A_LAW = Int16Array.from({ length: 256 }, (_, code) => decodeALawSample(code));

const FRAME = 256;
const HANN = Float64Array.from({ length: FRAME }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / FRAME));
/** Frames below this level say nothing about a spectrum: pauses and noise. */
const AUDIBLE = 0.01;
/** Above it lies a tenth of the power of a telephone voice and more; a voice that plays 3 times too slowly ends below. */
const EDGE_HZ = 1400;

/**
 * Share of the power of the audible frames above 1.4 kHz, with a pre-emphasis that evens out a voice's slope (0..1).
 * Undefined when too little (under half a second) is audible.
 */
export function brightness(audio: Uint8Array): number | undefined {
  const samples = decodeMuLaw(audio);
  let high = 0;
  let total = 0;
  let frames = 0;
  for (let start = 0; start + FRAME <= samples.length; start += FRAME) {
    const frame = windowed(samples, start);
    if (frame.rms < AUDIBLE) continue;
    frames += 1;
    const power = powers(frame.values);
    total += power.low + power.high;
    high += power.high;
  }
  return frames * FRAME < PCMU_RATE_HZ / 2 || total === 0 ? undefined : high / total;
}

/** Pre-emphasised, Hann-windowed. */
function windowed(samples: Int16Array, start: number): { values: Float64Array; rms: number } {
  const values = new Float64Array(FRAME);
  let power = 0;
  for (let n = 0; n < FRAME; n += 1) {
    const sample = (samples[start + n] ?? 0) / 32768;
    const before = (samples[start + n - 1] ?? 0) / 32768;
    power += sample * sample;
    values[n] = (sample - 0.95 * before) * (HANN[n] ?? 0);
  }
  return { values, rms: Math.sqrt(power / FRAME) };
}

/** First bin that counts as high. */
const EDGE_BIN = Math.ceil((EDGE_HZ * FRAME) / PCMU_RATE_HZ);

/**
 * Power of the discrete Fourier transform's bins below and from `EDGE_BIN` on, without the constant part. Only the low
 * bins are computed, one by one: the others hold what is left of the whole power (Parseval).
 */
function powers(values: Float64Array): { low: number; high: number } {
  let low = 0;
  for (let bin = 1; bin < EDGE_BIN; bin += 1) low += powerAt(values, bin);
  let squares = 0;
  for (const value of values) squares += value * value;
  const all = (FRAME * squares - powerAt(values, 0) - powerAt(values, FRAME / 2)) / 2;
  return { low, high: Math.max(0, all - low) };
}

/** One bin of the discrete Fourier transform (Goertzel). */
function powerAt(values: Float64Array, bin: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * bin) / FRAME);
  let s1 = 0;
  let s2 = 0;
  for (const value of values) {
    const s0 = value + turn * s1 - s2;
    s2 = s1;
    s1 = s0;
  }
  return s1 * s1 + s2 * s2 - turn * s1 * s2;
}

/** True when nothing in it is louder than the codes next to silence. */
export function isSilence(audio: Uint8Array): boolean {
  return audio.every(byte => (byte | 0x80) >= MULAW_SILENCE - 2);
}
