/** What call this is, how it ended, and what was taken out of it. @param {ReportPage} report */
function drawSummary({ head: { summary, redaction, version } }) {
  const marks = Object.entries(redaction.marks).map(([mark, times]) => `${mark.replace(/^\w+:/, '')} × ${times}`);
  /** @type {Record<string, string>} */
  const LEVELS = { secrets: 'secrets', personal: 'secrets and personal data', all: 'all but the protocol' };
  const removed = [
    LEVELS[redaction.level],
    ...(redaction.audio === 'left-out' ? ['the sound'] : []),
    ...(redaction.ids > 0 ? [`${redaction.ids} ids replaced`] : []),
  ];
  const facts = [
    ['Began', new Date(summary.startedAt).toLocaleString()],
    ['Length', clockTime(summary.durationMs)],
    ['How it ended', summary.outcome],
    ['Seen by', summary.role === 'server' ? "the console's AudioHook server" : 'the fake Genesys Cloud'],
    ['Bot', summary.bot],
    ['Caller', summary.caller],
    ['AudioHook session', summary.audiohookId],
    ['Events', String(summary.events)],
    ['Session', summary.id],
    ['Taken out', `${removed.join(', ')}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`],
    ['Written by', `AudioHook Console ${version}`],
  ].flatMap(([name, value]) => (name && value ? [make('div', {}, make('dt', {}, name), make('dd', {}, value))] : []));
  return make(
    'section',
    { 'aria-label': 'Summary' },
    make('h1', {}, summary.connectorId || '(no connector ID)'),
    make('dl', {}, ...facts),
  );
}
