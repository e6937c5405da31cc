/** The text of docs/checks.md: every check, with its rule, its source and its remedy. */
import { ALL_CHECKS } from './all-checks.ts';
import { GROUPS } from './check.ts';
import { sourceOf } from './run-checks.ts';

const HEAD = `# Checks

Made from the list in \`src/main/host/checks\` by \`node_modules/.bin/node scripts/make-check-list.mjs\`; a test compares the two.

\`audiohook-console check URL\` plays Genesys Cloud against any AudioHook server: some 70 calls, right ones and wrong ones,
a few at a time, each kept as a session. A check opens no connection of its own: it reads what one or two of these calls
kept. It says **pass**, **fail**, **warn** (against advice, or against what is not certain), or **na** (this server gives
nothing to judge: the bot says nothing, no secret was given).

How sure a rule is stands in brackets: **documented** by Genesys, **reference** (behaviour of Genesys' own reference code),
**observed** in production traffic, **second-hand** (quoted by third parties), **ours** (follows from the others).

The checks are themselves checked: a small good server passes them all, and for each there is a variant of it with just
that defect, which it finds; no two find the same variants (\`mutants.test.ts\`).
`;

export function checkList(): string {
  const lines = [HEAD];
  for (const group of GROUPS) {
    lines.push(`## ${group[0]?.toUpperCase()}${group.slice(1)}`, '');
    lines.push('| Check | What a good server does | Rule and source | Otherwise |', '|---|---|---|---|');
    for (const check of ALL_CHECKS.filter(one => one.group === group)) {
      const profiles = check.profiles ? ` (${check.profiles.join(', ')})` : '';
      const otherwise = `${check.breach ?? 'fail'}: ${check.fix}`;
      lines.push(
        `| \`${check.id}\`${profiles} | ${cell(check.title)} | ${cell(sourceOf(check))} | ${cell(otherwise)} |`,
      );
    }
    lines.push('');
  }
  return lines.join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}
