/** What the console says about a session: findings, the two chains, and what is not the cause. Kept in findings.json of a bundle. */
import { z } from 'zod';

/** `problem`: the call cannot work so. `warning`: it works, and not as it should. `note`: good to know. */
export const severitySchema = z.enum(['problem', 'warning', 'note']);
export type Severity = z.infer<typeof severitySchema>;

/** How sure the rule is of the cause: `certain` it was seen on the wire, `likely` it was measured, `possible` a guess. */
export const confidenceSchema = z.enum(['certain', 'likely', 'possible']);
export type Confidence = z.infer<typeof confidenceSchema>;

/** Where a finding shows: an event by its number, a time of the session, or a span of it. */
export const evidenceSchema = z.object({
  text: z.string(),
  /** Number of the event. */
  n: z.number().int().nonnegative().optional(),
  /** Milliseconds since the session began. */
  fromMs: z.number().optional(),
  toMs: z.number().optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const findingSchema = z.object({
  /** Of the rule; never changes (docs/findings.md). */
  id: z.string(),
  severity: severitySchema,
  /** In the user's words. */
  title: z.string(),
  explanation: z.string(),
  /** What to do, as steps. */
  fix: z.array(z.string()),
  evidence: z.array(evidenceSchema),
  confidence: confidenceSchema,
  /** Where the rule is known from. */
  source: z.string(),
  /** It needs what a bundle leaves out: it was found before the bundle was written. */
  fromBundle: z.boolean().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** `ok`: seen to be right. `broken`: seen to be wrong. `unknown`: not seen. `waiting`: not yet due. */
export const linkSchema = z.object({
  id: z.string(),
  label: z.string(),
  state: z.enum(['ok', 'broken', 'unknown', 'waiting']),
  /** What was seen; of an unknown link: what would make it known. */
  text: z.string(),
  n: z.number().int().nonnegative().optional(),
  atMs: z.number().optional(),
});
export type Link = z.infer<typeof linkSchema>;

export const chainSchema = z.object({
  id: z.enum(['caller-hears', 'bot-hears']),
  /** The question that it answers. */
  question: z.string(),
  /** The answer, one sentence: the first broken link, or that all is well as far as it was seen. */
  answer: z.string(),
  links: z.array(linkSchema),
});
export type Chain = z.infer<typeof chainSchema>;

/** A fact that people take for the cause, and why it is not. */
export const notTheCauseSchema = z.object({ id: z.string(), text: z.string() });

export const diagnosisSchema = z.object({
  /** The one that matters most first. */
  findings: z.array(findingSchema),
  chains: z.array(chainSchema),
  notTheCause: z.array(notTheCauseSchema),
});
export type DiagnosisResult = z.infer<typeof diagnosisSchema>;

export const NOTHING_FOUND: DiagnosisResult = { findings: [], chains: [], notTheCause: [] };
