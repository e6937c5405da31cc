/** The report as JUnit XML, for build servers: a suite a group, a case a check. */
import type { CheckReport, CheckResult } from '../../../shared/checks/check-report.ts';

/** A warning is no failure: it stands in the case's output. What is not applicable counts as skipped. */
export function junit(report: CheckReport): string {
  const { results, summary } = report;
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) groups.set(result.group, [...(groups.get(result.group) ?? []), result]);
  const counts = `tests="${results.length}" failures="${summary.fail}" skipped="${summary.na}"`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${text(`AudioHook check of ${report.url} (${report.profile})`)}" ${counts}>`,
  ];
  for (const [group, cases] of groups) {
    const of = (status: string) => cases.filter(result => result.status === status).length;
    lines.push(
      `  <testsuite name="${text(group)}" tests="${cases.length}" failures="${of('fail')}" skipped="${of('na')}">`,
    );
    for (const result of cases) lines.push(...testCase(result));
    lines.push('  </testsuite>');
  }
  lines.push('</testsuites>', '');
  return lines.join('\n');
}

function testCase({ id, group, title, status, detail, fix, source }: CheckResult): string[] {
  const head = `    <testcase classname="${text(group)}" name="${text(`${id}: ${title}`)}"`;
  if (status === 'pass') return [`${head}/>`];
  const body = {
    fail: `<failure message="${text(detail)}">${text(`${fix}\nSource: ${source}`)}</failure>`,
    warn: `<system-out>${text(`warning: ${detail}\n${fix}\nSource: ${source}`)}</system-out>`,
    na: `<skipped message="${text(detail)}"/>`,
  }[status];
  return [`${head}>`, `      ${body}`, '    </testcase>'];
}

/** For attributes and text; characters that XML 1.0 does not know become "?". */
function text(value: string): string {
  const known = [...value].map(char => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x20 && char !== '\n' && char !== '\t' ? '?' : char;
  });
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return known.join('').replace(/[&<>"]/g, char => escapes[char] ?? char);
}
