/**
 * The diagnosis of one session: events in, findings out, one event at a time. Live it costs what the new event costs; a
 * captured session gives the same result, however its events were batched and whichever version recorded it.
 *
 * Audio rules measure the bytes that the audio events refer to: whoever feeds the fold hands them in with the event.
 * Without bytes these rules say nothing.
 */
import type { SessionEvent } from '../events/session-event.ts';
import { ALL_RULES } from './all-rules.ts';
import { CallFacts } from './call-facts.ts';
import { chainsOf } from './chains/chains.ts';
import type { DiagnosisResult, Finding, Severity } from './finding.ts';
import { failedRules, GuardedRule } from './guarded-rule.ts';
import { notTheCause } from './not-the-cause.ts';
import type { Rule, Watcher } from './rule.ts';

const ORDER: Readonly<Record<Severity, number>> = { problem: 0, warning: 1, note: 2 };

export class Diagnosis {
  readonly #call = new CallFacts();
  readonly #rules: readonly GuardedRule[];

  constructor(rules: readonly Rule[] = ALL_RULES) {
    this.#rules = rules.map(rule => new GuardedRule(rule, this.#call));
  }

  /** @param audio the bytes of an audio event */
  add(event: SessionEvent, audio?: Uint8Array): void {
    const seen = this.#call.add(event, audio);
    for (const rule of this.#rules) rule.see(seen);
  }

  result(): DiagnosisResult {
    const findings = this.findings();
    const chains = chainsOf(this.#call, findings);
    return { findings, chains, notTheCause: notTheCause(this.#call, findings, chains) };
  }

  /** First the one that matters most. */
  findings(): Finding[] {
    const found = this.#rules.flatMap(guarded => {
      const what = guarded.found();
      return what ? [{ rule: guarded.rule, finding: findingOf(guarded.rule, what) }] : [];
    });
    const failed = failedRules(this.#rules);
    const covered = new Set(found.flatMap(({ rule }) => rule.covers ?? []));
    const explained = found.some(({ rule, finding }) => finding.severity === 'problem' && !rule.lastResort);
    const told = found
      .filter(({ rule }) => !covered.has(rule.id) && !(rule.lastResort && explained))
      .sort((a, b) => ORDER[a.finding.severity] - ORDER[b.finding.severity] || a.rule.rank - b.rule.rank)
      .map(({ finding }) => finding);
    return failed ? [...told, failed] : told;
  }
}

function findingOf(rule: Rule, { evidence, ...words }: NonNullable<ReturnType<Watcher['found']>>): Finding {
  const { id, severity, title, explanation, fix, confidence, source } = { ...rule, ...words };
  return { id, severity, title, explanation, fix: [...fix], evidence: [...evidence], confidence, source };
}
