/** docs/findings.md, made from the rules. */
import { ALL_RULES } from './all-rules.ts';
import type { Severity } from './finding.ts';

const HEADINGS: Readonly<Record<Severity, string>> = {
  problem: 'Problems',
  warning: 'Warnings',
  note: 'Notes',
};

const INTRODUCTION = `# Findings

Made from the rules in \`src/shared/diagnosis/rules\` by \`node_modules/.bin/node scripts/make-finding-list.mjs\`; a test compares
the two.

The Findings tab of a session, and \`audiohook-console diagnose SESSION\`, say what is wrong, why, what to do, where it shows and
how sure that is. A finding is worked out from the session's events and its audio alone: live while the call runs, and alike on
any captured session. First comes the one that matters most; what only follows from another is not told beside it.

**problem**: the call cannot work so. **warning**: it works, and not as it should. **note**: good to know.
*certain*: seen on the wire. *likely*: measured. *possible*: other causes look alike.
Sources: AH-nn and RT-nn are rules of docs/rules; PROTOCOL, with a section or row, is the authors' own notes on AudioHook.

Two questions are answered link by link: "Does the caller hear the bot?" and "Does the bot hear the caller?". A link that is not
on a wire that the console saw is unknown, and says what would make it known.

\`diagnose SESSION --json\` prints \`[{"id","severity","title","explanation","fix":[...],"evidence":[{"text","n","fromMs","toMs"}],
"confidence","source"}]\`; exit code 1 when there is a problem (a warning is none). \`--post\` prints a masked post for a forum or a support case.
`;

const NOT_SEEN = `## What no finding says

Of the symptoms that are known, these show on no wire, or not as a fault:

- A key press that is ignored: a server may do so. One that ends the call is \`dtmf-ends-call\`.
- The wrong voice or language of a bot, where the session opens all the same: it is heard, not seen. A refusal is
  \`open-refused\`, and transcripts in another language are \`transcript-language\`.
- A look-up of the caller that fails inside the server, where the call goes on: it is between the server and its data.
- That connections are *always* cut at one age: a session knows its own end alone. A cut at an age that is a usual time-out is
  \`cut-at-round-age\`, and says to make a second call.
- That any client gets in: nobody tried. A call with a fault in its signature does (\`signature-not-checked\`), and so do
  \`check\` and \`preflight\`.

A rule that fails by a bug of the console takes neither the call nor the other rules with it: \`rule-failed\` names it.
`;

export function findingList(): string {
  const parts = (['problem', 'warning', 'note'] as const).map(severity => {
    const rules = ALL_RULES.filter(rule => rule.severity === severity).sort((a, b) => a.rank - b.rank);
    const rows = rules.map(
      ({ id, title, fix, confidence, source }) =>
        `| \`${id}\` | ${cell(title)} | ${cell(fix.join(' '))} | ${confidence}; ${cell(source)} |`,
    );
    return [
      `## ${HEADINGS[severity]}`,
      '',
      '| Finding | What it says | What to do | How sure, and source |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return `${INTRODUCTION}\n${parts.join('\n\n')}\n\n${NOT_SEEN}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
