import { expect, test } from 'vitest';
import type { Finding } from '../../../shared/diagnosis/finding.ts';
import { foldMessageRows, noMessageRows, rowAt } from '../../../shared/projections/message-rows.ts';
import { findingOf, findingsByEvent } from './row-findings.ts';

const finding = (id: string, severity: Finding['severity'], ...numbers: number[]): Finding => ({
  id,
  severity,
  title: `title of ${id}`,
  explanation: '',
  fix: [],
  evidence: numbers.map(n => ({ text: '', n })),
  confidence: 'certain',
  source: '',
});

test('a row shows the findings whose evidence one of its events is, the worst first', () => {
  const rows = foldMessageRows(
    noMessageRows,
    [0, 1].map(n => ({
      n,
      atMs: n,
      leg: 'genesys',
      type: 'audio',
      direction: 'in',
      track: 'caller',
      offset: 0,
      bytes: 8,
    })),
  );
  const row = rowAt(rows, 0);
  const found = findingsByEvent([finding('DX-1', 'problem', 1), finding('DX-2', 'note', 1, 7)]);
  expect(row && findingOf(row, found)).toEqual({
    ids: ['DX-1', 'DX-2'],
    titles: ['title of DX-1', 'title of DX-2'],
    severity: 'problem',
  });
  expect(row && findingOf(row, findingsByEvent([finding('DX-3', 'note', 9)]))).toBeUndefined();
});
