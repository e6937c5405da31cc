/**
 * What a rule of the diagnosis is: words, and a watcher that sees the events of one session one by one and says at any
 * time what it has found. What several rules need to know of the call is folded once, in call-facts.ts.
 */
import type { SessionEvent } from '../events/session-event.ts';
import type { CallFacts } from './call-facts.ts';
import type { Confidence, Evidence, Severity } from './finding.ts';
import type { Seen } from './seen.ts';

/** What is known of a finding before any session was seen; the list in docs/findings.md is made from it. */
export type About = {
  readonly id: string;
  readonly severity: Severity;
  /** In the user's words, without a full stop. */
  readonly title: string;
  readonly explanation: string;
  readonly fix: readonly string[];
  readonly confidence: Confidence;
  /** Where it is known from: a rule of docs/rules, a report, a measurement. */
  readonly source: string;
  /** Among findings of one severity the lowest comes first: 10 nobody got in, 50 in the call, 90 a consequence. */
  readonly rank: number;
  /** Ids of findings that are its consequences, and are not told beside it. */
  readonly covers?: readonly string[];
  /** Told only where no other problem was found. */
  readonly lastResort?: true;
};

/** What this session adds: the evidence, and words that name its figures. */
export type Found = Partial<Pick<About, 'severity' | 'title' | 'explanation' | 'fix' | 'confidence'>> & {
  readonly evidence: readonly Evidence[];
};

export type Watcher = {
  see?(seen: Seen): void;
  found(): Found | undefined;
};

export type Rule = About & { readonly watch: (call: CallFacts) => Watcher };

export function rule(about: About, watch: (call: CallFacts) => Watcher): Rule {
  return { ...about, watch };
}

/** A rule that follows from what is known of the call. */
export function factRule(about: About, found: (call: CallFacts) => Found | undefined): Rule {
  return rule(about, call => ({ found: () => found(call) }));
}

export function at(event: SessionEvent, text: string): Evidence {
  return { text, n: event.n, fromMs: event.atMs };
}

export function span(text: string, fromMs: number, toMs: number, n?: number): Evidence {
  return { text, fromMs, toMs, ...(n === undefined ? {} : { n }) };
}

/** The pieces of evidence that are shown, and how many there were; or at least so many. */
export function andMore(evidence: readonly Evidence[], count: number, isLeast = false): readonly Evidence[] {
  const more = count - evidence.length;
  return more > 0 ? [...evidence, { text: `and ${isLeast ? 'at least ' : ''}${more} more` }] : evidence;
}

/** "1.2 s", "340 ms". */
export function duration(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}

export function decibels(value: number): string {
  return `${value < 0 ? '−' : ''}${Math.abs(Math.round(value))} dB`;
}
