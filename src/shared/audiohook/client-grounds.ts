/**
 * Why the fake Genesys Cloud applies a rule: where it is known from, and how sure that is. Stands in every note of a
 * refusal, so that nobody takes second-hand knowledge for Genesys' word. Details: docs/rules/audiohook.md.
 */
import type { RuleId } from './rules.ts';

export type Certainty = 'documented' | 'reference' | 'observed' | 'second-hand' | 'unknown';
export type Grounds = { readonly source: string; readonly certainty: Certainty };

const DOCUMENTED: Grounds = { source: 'AudioHook protocol documentation', certainty: 'documented' };
const REFERENCE: Grounds = { source: "Genesys' AudioHook reference client", certainty: 'reference' };

const GROUNDS: Partial<Record<RuleId, Grounds>> = {
  'AH-04': {
    source: 'AudioHook protocol documentation; production events "expected sequence 1 but received sequence 2"',
    certainty: 'observed',
  },
  'AH-02': { source: 'AudioHook protocol documentation; production parses strictly', certainty: 'observed' },
  'AH-10': { source: 'AudioHook protocol documentation; the consequence is not known', certainty: 'unknown' },
  'AH-12': {
    source: 'AudioHook protocol documentation; production event `Unrecognized field "codec"`',
    certainty: 'observed',
  },
  'AH-16': {
    source: 'AudioHook protocol documentation; a server-side close is a network failure',
    certainty: 'documented',
  },
  'AH-18': {
    source: 'limits page of Genesys Cloud (global.inbound.binary), operational event AUDIOHOOK-0012, quoted by others',
    certainty: 'second-hand',
  },
  'AH-31': REFERENCE,
  'AH-32': { source: 'notes on the retry section of the documentation', certainty: 'second-hand' },
  'AH-33': { source: 'operational event catalogue of Genesys Cloud, quoted by others', certainty: 'second-hand' },
};

export function groundsOf(rule: RuleId): Grounds {
  return GROUNDS[rule] ?? DOCUMENTED;
}
