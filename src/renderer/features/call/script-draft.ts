/** A script while it is edited. */
import { type ScriptStep, soundsOf } from '../../../shared/call-script/call-script.ts';
import type { ScriptEntry } from '../../../shared/contract/scripts-contract.ts';

export type Sound = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

export type ScriptDraft = {
  readonly name: string;
  readonly about: string;
  /** With a key each, so that a row stays itself when it is moved. */
  readonly steps: readonly { readonly key: number; readonly step: ScriptStep }[];
  /** Dropped here, and not yet saved. */
  readonly sounds: readonly Sound[];
  /** WAV files that the saved script has. */
  readonly saved: readonly string[];
};

export type StepKind = ScriptStep['do'];

/** A new step of each kind, and what the list of kinds calls it. */
export const STEP_KINDS: Readonly<Record<StepKind, { readonly words: string; readonly step: ScriptStep }>> = {
  say: { words: 'Say a WAV file', step: { do: 'say', wav: '' } },
  speak: { words: 'Say a sentence that ships', step: { do: 'speak', speech: 'question' } },
  wait: { words: 'Wait', step: { do: 'wait', ms: 1000 } },
  listen: { words: 'Listen until the bot is silent', step: { do: 'listen', quietMs: 1000, atMostMs: 20_000 } },
  'wait-for-bot': { words: 'Wait until the bot speaks', step: { do: 'wait-for-bot', ms: 1000, atMostMs: 20_000 } },
  press: { words: 'Press keys', step: { do: 'press', digits: '1' } },
  pause: { words: 'Pause the audio', step: { do: 'pause', ms: 2000 } },
  mute: { words: 'Be mute', step: { do: 'mute', ms: 2000 } },
  language: { words: 'Change the language', step: { do: 'language', language: 'fr-ca' } },
  discard: { words: 'Lose audio', step: { do: 'discard', ms: 1000 } },
  'hang-up': { words: 'Hang up', step: { do: 'hang-up', reason: 'end' } },
};
export const KINDS = Object.keys(STEP_KINDS) as StepKind[];

const keyed = (steps: readonly ScriptStep[]) => steps.map((step, key) => ({ key, step }));

export const NEW_DRAFT: ScriptDraft = {
  name: '',
  about: '',
  steps: keyed([STEP_KINDS.listen.step, STEP_KINDS.speak.step, STEP_KINDS.listen.step, STEP_KINDS['hang-up'].step]),
  sounds: [],
  saved: [],
};

/** One that ships is copied under a name of its own. */
export function draftOf({ script, shipped }: ScriptEntry): ScriptDraft {
  const copy = `${script.name} (mine)`.slice(0, 60);
  const saved = soundsOf(script);
  return { name: shipped ? copy : script.name, about: script.about, steps: keyed(script.steps), sounds: [], saved };
}

export function withStep(draft: ScriptDraft, kind: StepKind): ScriptDraft {
  const key = 1 + Math.max(-1, ...draft.steps.map(one => one.key));
  return { ...draft, steps: [...draft.steps, { key, step: STEP_KINDS[kind].step }] };
}

export function withSounds(draft: ScriptDraft, sounds: readonly Sound[]): ScriptDraft {
  const names = new Set(sounds.map(({ name }) => name));
  const steps = draft.steps.map(one =>
    one.step.do === 'say' && one.step.wav === '' && sounds[0]
      ? { ...one, step: { ...one.step, wav: sounds[0].name } }
      : one,
  );
  return { ...draft, steps, sounds: [...draft.sounds.filter(({ name }) => !names.has(name)), ...sounds] };
}

/** The step before or after changes places with it. */
export function moved(draft: ScriptDraft, at: number, by: -1 | 1): ScriptDraft {
  const steps = [...draft.steps];
  const [one, other] = [steps[at], steps[at + by]];
  if (!one || !other) return draft;
  steps[at] = other;
  steps[at + by] = one;
  return { ...draft, steps };
}
