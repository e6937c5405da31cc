/** What a call from the terminal does and when: digits, pauses, muting, languages, lost audio. Times count from `opened`. */
import type { Clock } from '../../../shared/lib/clock.ts';
import type { GenesysCall } from '../../host/genesys-client/genesys-call.ts';
import { UsageError } from '../host-flags.ts';

export type PlannedAction = { readonly atMs: number; readonly act: (call: GenesysCall) => void };

export type PlanFlags = { dtmf?: string; pause?: string; mute?: string; update?: string; discard?: string };

/** Digits without a time begin here, and follow one another at this distance. */
const FIRST_DIGIT_MS = 1_000;
const BETWEEN_DIGITS_MS = 300;

const TIME = String.raw`(\d+(?:\.\d+)?)(ms|s)?`;

/** All that the flags ask for, earliest first. @throws UsageError */
export function planOf(flags: PlanFlags): PlannedAction[] {
  const plan = [
    ...(flags.dtmf === undefined ? [] : digits(flags.dtmf)),
    ...(flags.pause === undefined ? [] : spans('--pause', flags.pause, (call, on) => call.hold(on))),
    ...(flags.mute === undefined
      ? []
      : spans('--mute', flags.mute, (call, on) => {
          call.muted = on;
        })),
    ...(flags.update === undefined ? [] : languages(flags.update)),
    ...(flags.discard === undefined ? [] : losses(flags.discard)),
  ];
  return plan.sort((a, b) => a.atMs - b.atMs);
}

/** Carries the plan out as soon as the call is open. */
export function follow(plan: readonly PlannedAction[], call: GenesysCall, clock: Clock): void {
  const cancels: (() => void)[] = [];
  let begun = false;
  call.progress.on(progress => {
    if (progress.type !== 'state' || progress.state !== 'open' || begun) return;
    begun = true;
    for (const { atMs, act } of plan) cancels.push(clock.after(atMs, () => act(call)));
  });
  void call.done.then(() => {
    for (const cancel of cancels) cancel();
  });
}

function digits(text: string): PlannedAction[] {
  let nextMs = FIRST_DIGIT_MS;
  return items(text).flatMap(item => {
    const match = new RegExp(`^(?:${TIME}:)?([0-9*#]+)$`).exec(item);
    if (!match) throw new UsageError(`--dtmf ${item}: write digits (0-9 * #), or TIME:DIGITS such as 2s:5,3s:#.`);
    const [, time, unit, keys = ''] = match;
    if (time !== undefined) nextMs = inMs(time, unit);
    return [...keys].map(digit => {
      const atMs = nextMs;
      nextMs += BETWEEN_DIGITS_MS;
      return { atMs, act: (call: GenesysCall) => call.pressDigit(digit) };
    });
  });
}

function spans(flag: string, text: string, act: (call: GenesysCall, on: boolean) => void): PlannedAction[] {
  return items(text).flatMap(item => {
    const match = new RegExp(`^${TIME}(?:-(?:${TIME})?)?$`).exec(item);
    if (!match) throw new UsageError(`${flag} ${item}: write FROM-TO such as 2s-4s, or FROM for the rest of the call.`);
    const [, from = '', fromUnit, to, toUnit] = match;
    const begin = { atMs: inMs(from, fromUnit), act: (call: GenesysCall) => act(call, true) };
    if (to === undefined) return [begin];
    const end = { atMs: inMs(to, toUnit), act: (call: GenesysCall) => act(call, false) };
    if (end.atMs <= begin.atMs)
      throw new UsageError(`${flag} ${item}: it ends before it begins; write FROM-TO such as 2s-4s.`);
    return [begin, end];
  });
}

function languages(text: string): PlannedAction[] {
  return items(text).map(item => {
    const match = new RegExp(`^${TIME}:([A-Za-z0-9-]+)$`).exec(item);
    if (!match) throw new UsageError(`--update ${item}: write TIME:LANGUAGE such as 3s:fr-ca.`);
    const [, time = '', unit, language = ''] = match;
    return { atMs: inMs(time, unit), act: call => call.updateLanguage(language) };
  });
}

function losses(text: string): PlannedAction[] {
  return items(text).map(item => {
    const match = new RegExp(`^${TIME}:${TIME}$`).exec(item);
    if (!match) throw new UsageError(`--discard ${item}: write TIME:LENGTH such as 2s:1s.`);
    const [, time = '', unit, length = '', lengthUnit] = match;
    return { atMs: inMs(time, unit), act: call => call.discard(inMs(length, lengthUnit)) };
  });
}

function items(text: string): string[] {
  return text.split(',').map(item => item.trim());
}

/** Seconds where no unit is given. */
function inMs(time: string, unit: string | undefined): number {
  return Number(time) * (unit === 'ms' ? 1 : 1000);
}
