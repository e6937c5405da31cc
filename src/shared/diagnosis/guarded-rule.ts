/** A rule at work on one session. One that throws is a bug of the console: it must take neither the call nor the other rules with it. */
import type { CallFacts } from './call-facts.ts';
import type { Finding } from './finding.ts';
import type { Found, Rule, Watcher } from './rule.ts';
import type { Seen } from './seen.ts';

export class GuardedRule {
  readonly rule: Rule;
  readonly #watcher: Watcher;
  #failure: string | undefined;

  constructor(rule: Rule, call: CallFacts) {
    this.rule = rule;
    this.#watcher = rule.watch(call);
  }

  /** The kind of error that it ended with. Its message may quote the session, and is told nobody. */
  get failure(): string | undefined {
    return this.#failure;
  }

  see(seen: Seen): void {
    this.#try(() => this.#watcher.see?.(seen));
  }

  found(): Found | undefined {
    return this.#try(() => this.#watcher.found());
  }

  #try<T>(work: () => T): T | undefined {
    if (this.#failure !== undefined) return undefined;
    try {
      return work();
    } catch (error) {
      this.#failure = error instanceof Error ? error.name : typeof error;
      return undefined;
    }
  }
}

/** Says of rules that failed that they did; undefined where none has. */
export function failedRules(rules: readonly GuardedRule[]): Finding | undefined {
  const failed = rules.filter(({ failure }) => failure !== undefined);
  if (failed.length === 0) return undefined;
  return {
    id: 'rule-failed',
    severity: 'warning',
    title: 'The console could not judge all of this session',
    explanation: `By a bug of the console, what these look for was not judged to the end: ${failed
      .map(({ rule, failure }) => `${rule.id} (${failure})`)
      .join(', ')}. All else was.`,
    fix: ['Report it, with this session’s bundle.'],
    evidence: [],
    confidence: 'certain',
    source: 'the console’s own error',
  };
}
