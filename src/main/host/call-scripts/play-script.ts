/** Carries a script out in a call: each step when the one before is done, from the opening on. */

import { digitsOf, type ScriptStep, stepWords } from '../../../shared/call-script/call-script.ts';
import { levelDbfs } from '../../../shared/checks/sound-statistics.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import type { GenesysCall } from '../genesys-client/genesys-call.ts';
import { type LoadedScript, speechOf } from './load-script.ts';
import type { ScriptedCaller } from './scripted-caller.ts';

/** Quieter than this the bot does not speak: its line's own noise is far below, speech far above. */
const SPEAKING_DBFS = -45;
/** How often is looked whether the bot has begun or ended. */
const LOOK_MS = 40;
/** Words have gaps: only a longer one ends what the bot says. */
const GAP_MS = 500;
/** As in most telephones' own dialling. */
const BETWEEN_DIGITS_MS = 300;

export type PlayedScript = LoadedScript & { readonly caller: ScriptedCaller };
/** What a script does to a call, and hears of it. */
export type ScriptableCall = Pick<
  GenesysCall,
  'progress' | 'done' | 'muted' | 'pressDigit' | 'hold' | 'updateLanguage' | 'discard' | 'hangUp'
>;
type Deps = { call: ScriptableCall; recorder: Pick<SessionRecorder, 'append'>; clock: Clock };

/** Begins when the call is open; ends with the script, or with the call. Each step is a note of the session. */
export function playScript({ script, sounds, caller }: PlayedScript, { call, recorder, clock }: Deps): void {
  const bot = { lastHeardMs: Number.NEGATIVE_INFINITY, speakingSinceMs: 0 };
  let begun = false;
  let over = false;
  const note = (text: string, level: 'info' | 'warning' = 'info') =>
    recorder.append({ leg: 'console', type: 'note', code: 'script', level, text });

  /** Resolves when `holds`, or after `atMostMs` with false, or with the call. */
  const until = (holds: () => boolean, atMostMs: number): Promise<boolean> =>
    new Promise(resolve => {
      const fromMs = clock.monotonicMs();
      const stop = clock.every(LOOK_MS, () => {
        const isLate = clock.monotonicMs() - fromMs >= atMostMs;
        if (!holds() && !isLate && !over) return;
        stop();
        resolve(!isLate);
      });
    });
  const wait = (ms: number) => until(() => false, ms);

  const carryOut = async (step: ScriptStep): Promise<void> => {
    switch (step.do) {
      case 'say':
        return caller.say(sounds.get(step.wav) ?? new Uint8Array(0));
      case 'speak':
        return caller.say(speechOf(step.speech));
      case 'wait':
        return void (await wait(step.ms));
      case 'listen': {
        const fromMs = clock.monotonicMs();
        const isDone = () => bot.lastHeardMs >= fromMs && clock.monotonicMs() - bot.lastHeardMs >= step.quietMs;
        if (await until(isDone, step.atMostMs)) return;
        const what = bot.lastHeardMs >= fromMs ? 'did not stop speaking' : 'said nothing';
        return void note(`The bot ${what} for ${step.atMostMs / 1000} s; the script goes on.`, 'warning');
      }
      case 'wait-for-bot': {
        const isDone = () => {
          const nowMs = clock.monotonicMs();
          return nowMs - bot.lastHeardMs <= GAP_MS && nowMs - bot.speakingSinceMs >= step.ms;
        };
        if (await until(isDone, step.atMostMs)) return;
        return void note(`The bot did not speak for ${step.atMostMs / 1000} s; the script goes on.`, 'warning');
      }
      case 'press':
        for (const digit of digitsOf(step)) {
          call.pressDigit(digit);
          await wait(BETWEEN_DIGITS_MS);
        }
        return;
      case 'pause':
        call.hold(true);
        await wait(step.ms);
        return call.hold(false);
      case 'mute':
        call.muted = true;
        await wait(step.ms);
        call.muted = false;
        return;
      case 'language':
        return call.updateLanguage(step.language);
      case 'discard':
        return call.discard(step.ms);
      case 'hang-up':
        return call.hangUp('hung up by the script', step.reason);
    }
  };
  const play = async () => {
    for (const [index, step] of script.steps.entries()) {
      if (over) break;
      note(`Script, step ${index + 1} of ${script.steps.length}: ${stepWords(step)}.`);
      await Promise.race([carryOut(step), call.done]);
    }
    caller.end();
  };

  call.progress.on(progress => {
    if (progress.type === 'state' && progress.state === 'open' && !begun) {
      begun = true;
      void play();
    }
    if (progress.type === 'heard' && levelDbfs(progress.audio) > SPEAKING_DBFS) {
      const nowMs = clock.monotonicMs();
      if (nowMs - bot.lastHeardMs > GAP_MS) bot.speakingSinceMs = nowMs;
      bot.lastHeardMs = nowMs;
    }
  });
  void call.done.then(() => {
    over = true;
    caller.end();
  });
}
