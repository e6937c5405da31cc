/**
 * A scenario: what the simulator does when, in place of its usual answers. A small JSON file; docs/scenarios.md
 * explains it. Each rule is used once, unless it says `"every": true`; the first that fits is taken.
 */
import { z } from 'zod';
import { prompts } from './prompts.ts';

const promptNames = Object.keys(prompts) as [keyof typeof prompts, ...(keyof typeof prompts)[]];

const when = z.discriminatedUnion('on', [
  /** The session was created; nothing can be said yet. */
  z.strictObject({ on: z.literal('session') }),
  /** The first answer is asked for, before anybody has spoken. */
  z.strictObject({ on: z.literal('greeting') }),
  /** The caller has spoken; `nth` counts their turns from 1. */
  z.strictObject({ on: z.literal('turn'), nth: z.number().int().min(1).optional() }),
  /** A text with these keys was added; without `digits`, any text. */
  z.strictObject({ on: z.literal('dtmf'), digits: z.string().min(1).optional() }),
  /** A function was answered. */
  z.strictObject({ on: z.literal('tool-result'), tool: z.string().optional() }),
  /** Nobody has spoken for this long since the last answer was over. */
  z.strictObject({ on: z.literal('silence'), afterMs: z.number().int().min(100) }),
]);

const pace = {
  /** How many times faster than real time the deltas come; below 1 the caller hears gaps. */
  speed: z.number().min(0.05).max(1000).optional(),
};

const step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('say'), prompt: z.enum(promptNames), ...pace }),
  /** `text` is the WAV's transcript; the simulator cannot know it. */
  z.strictObject({ do: z.literal('play'), wav: z.string().min(1), text: z.string(), ...pace }),
  /** "You said:" and the caller's own words. */
  z.strictObject({ do: z.literal('echo'), ...pace }),
  z.strictObject({
    do: z.literal('call'),
    tool: z.string().min(1),
    /** An object is sent as JSON; a text as it is, to try what is no JSON. */
    arguments: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
  }),
  z.strictObject({ do: z.literal('error'), code: z.string().min(1), message: z.string().min(1) }),
  z.strictObject({ do: z.literal('delay'), ms: z.number().int().min(1) }),
  z.strictObject({
    do: z.literal('close'),
    code: z.union([z.literal(1000), z.literal(1001), z.literal(1011), z.number().int().min(3000).max(4999)]),
    reason: z.string().max(123).default(''),
  }),
  /** The connection breaks off, without a close. */
  z.strictObject({ do: z.literal('drop') }),
  z.strictObject({
    do: z.literal('rate-limit'),
    limit: z.number().int().min(0).default(800_000),
    remaining: z.number().int().min(0),
    resetSeconds: z.number().min(0),
  }),
  /** A frame as it stands here, whatever it is. */
  z.strictObject({ do: z.literal('malformed'), text: z.string() }),
  /** The answer fails. */
  z.strictObject({ do: z.literal('fail'), code: z.string().min(1), message: z.string().min(1) }),
  /** The answer breaks off. */
  z.strictObject({ do: z.literal('incomplete'), reason: z.enum(['max_output_tokens', 'content_filter']) }),
  /** No answer begins at all. */
  z.strictObject({ do: z.literal('nothing') }),
]);
export type ScenarioStep = z.infer<typeof step>;

/** Steps that need no answer to happen in. */
const OUTSIDE = new Set<ScenarioStep['do']>(['error', 'delay', 'close', 'drop', 'rate-limit', 'malformed', 'nothing']);

const rule = z
  .strictObject({ when, steps: z.array(step).min(1), every: z.boolean().optional() })
  .superRefine(({ when: { on }, steps }, context) => {
    for (const [at, { do: what }] of steps.entries()) {
      if (on === 'session' && !OUTSIDE.has(what)) {
        context.addIssue({
          code: 'custom',
          path: ['steps', at, 'do'],
          message: `"${what}" needs an answer to happen in`,
        });
      }
      if ((what === 'fail' || what === 'incomplete') && at < steps.length - 1) {
        context.addIssue({ code: 'custom', path: ['steps', at, 'do'], message: `nothing can follow "${what}"` });
      }
    }
  });

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, 'a name is a-z, 0-9 and -'),
  about: z.string().min(1),
  rules: z.array(rule),
});
export type ScenarioFile = z.infer<typeof scenarioSchema>;
export type When = ScenarioFile['rules'][number]['when'];

/** A scenario whose sounds are at hand: PCMU by the name that a `play` step gives. */
export interface Scenario extends ScenarioFile {
  readonly sounds: ReadonlyMap<string, Uint8Array>;
}

/** Why an answer is asked for, or what has happened. */
export type Occasion =
  | { readonly on: 'session' }
  | { readonly on: 'greeting' }
  | { readonly on: 'turn'; readonly nth: number }
  | { readonly on: 'dtmf'; readonly text: string }
  | { readonly on: 'tool-result'; readonly tool: string }
  | { readonly on: 'silence'; readonly afterMs: number };

/** The rules of one session, used up as they are taken. */
export class Script {
  readonly sounds: Scenario['sounds'];
  #rules: ScenarioFile['rules'];

  constructor(scenario: Scenario | undefined) {
    this.#rules = scenario?.rules ?? [];
    this.sounds = scenario?.sounds ?? new Map();
  }

  /** What would be done; it stays to be done. */
  peek(occasion: Occasion): readonly ScenarioStep[] | undefined {
    return this.#rules.find(each => fits(each.when, occasion))?.steps;
  }

  /** What is to be done; undefined where the scenario says nothing about it. */
  take(occasion: Occasion): readonly ScenarioStep[] | undefined {
    const found = this.#rules.find(each => fits(each.when, occasion));
    if (found && !found.every) this.#rules = this.#rules.filter(each => each !== found);
    return found?.steps;
  }

  /** How long a silence the next rule about one waits for. */
  get silenceMs(): number | undefined {
    for (const { when: each } of this.#rules) if (each.on === 'silence') return each.afterMs;
    return undefined;
  }
}

function fits(rule: When, occasion: Occasion): boolean {
  switch (occasion.on) {
    case 'turn':
      return rule.on === 'turn' && (rule.nth === undefined || rule.nth === occasion.nth);
    case 'dtmf':
      return rule.on === 'dtmf' && (rule.digits === undefined || occasion.text.includes(rule.digits));
    case 'tool-result':
      return rule.on === 'tool-result' && (rule.tool === undefined || rule.tool === occasion.tool);
    default:
      return rule.on === occasion.on;
  }
}
