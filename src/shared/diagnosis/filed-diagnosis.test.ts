import { expect, test } from 'vitest';
import { withFiled } from './filed-diagnosis.ts';
import type { DiagnosisResult, Finding } from './finding.ts';

const finding = (id: string, title = id): Finding => ({
  id,
  severity: 'problem',
  title,
  explanation: '',
  fix: [],
  evidence: [],
  confidence: 'certain',
  source: '',
});
const diagnosis = (findings: Finding[], question: string): DiagnosisResult => ({
  findings,
  chains: [{ id: 'caller-hears', question, answer: '', links: [] }],
  notTheCause: [],
});

test('a redacted bundle has the findings that it was written with; those that its events no longer show say so', () => {
  const found = diagnosis([finding('kept', 'as found now'), finding('trace-of-redaction')], 'now');
  const filed = { result: diagnosis([finding('needs-audio'), finding('kept', 'as filed')], 'then'), isRedacted: true };
  expect(withFiled(found, filed)).toEqual(
    diagnosis([{ ...finding('needs-audio'), fromBundle: true }, finding('kept', 'as found now')], 'then'),
  );
});

test('a bundle from which nothing but secrets was taken is diagnosed anew, and a newer console may find more', () => {
  const found = diagnosis([finding('kept'), finding('new-rule')], 'now');
  const filed = { result: diagnosis([finding('kept')], 'then'), isRedacted: false };
  expect(withFiled(found, filed)).toEqual(found);
});
