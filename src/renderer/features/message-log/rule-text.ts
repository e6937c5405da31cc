import { RULES } from '../../../shared/audiohook/rules.ts';

/** What the rule with this id demands; `undefined` where a note's code is no rule's. */
export function ruleText(code: string): string | undefined {
  return Object.hasOwn(RULES, code) ? RULES[code as keyof typeof RULES] : undefined;
}
