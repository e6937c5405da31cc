/** What is wrong, what to do, and where it shows: a time goes there on the timeline and in the log. @param {ReportPage} report */
function drawFindings({ head: { diagnosis }, goTo, reveal }) {
  /** @type {Record<string, string>} */
  const SIGNS = { problem: '✕', warning: '▲', note: 'ℹ' };
  /** @type {Record<string, string>} */
  const SURE = {
    certain: 'Certain: it was seen on the wire.',
    likely: 'Likely: it follows from what was measured.',
    possible: 'Possible: other causes look alike.',
  };
  /** @type {Record<string, [string, string]>} */
  const STATES = {
    ok: ['✓', 'seen to be right'],
    broken: ['✕', 'broken'],
    unknown: ['?', 'not seen'],
    waiting: ['…', 'not yet'],
  };
  /** @param {number} fromMs @param {number | undefined} toMs @param {number | undefined} n @param {string} what */
  const time = (fromMs, toMs, n, what) => {
    const words = toMs === undefined ? clockTime(fromMs) : `${clockTime(fromMs)} to ${clockTime(toMs)}`;
    const go = () => {
      goTo(fromMs, n);
      reveal();
    };
    return makeButton({ class: 'link', 'aria-label': `${words}: go to ${what}` }, go, words);
  };

  const section = make('section', { 'aria-label': 'Findings' }, make('h2', {}, 'Findings'));
  if (diagnosis.findings.length === 0) section.append(make('p', { class: 'quiet' }, 'Nothing wrong was found.'));
  for (const [at, finding] of diagnosis.findings.entries()) {
    const { severity, title, explanation, fix, evidence, fromBundle, confidence, source, id } = finding;
    const sign = make('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[severity] ?? '');
    const box = make('details', { class: 'finding', 'data-severity': severity, ...(at === 0 ? { open: '' } : {}) });
    box.append(make('summary', {}, sign, ' ', make('strong', {}, `${severity}: ${title}`)));
    if (explanation) box.append(make('p', {}, explanation));
    if (fix.length > 0)
      box.append(make('h3', {}, 'What to do'), make('ol', {}, ...fix.map(step => make('li', {}, step))));
    if (evidence.length > 0) {
      const places = evidence.map(({ text, n, fromMs, toMs }) =>
        make('li', {}, ...(fromMs === undefined ? [] : [time(fromMs, toMs, n, text), ' ']), text),
      );
      box.append(make('h3', {}, 'Where it shows'), make('ul', { class: 'plain' }, ...places));
    }
    const before = fromBundle ? 'Found before the bundle was written: it needs what was left out of it. ' : '';
    box.append(make('p', { class: 'quiet' }, `${before}${SURE[confidence]} Source: ${source}. ${id}`));
    section.append(box);
  }
  for (const { question, answer, links } of diagnosis.chains) {
    const items = links.map(({ state, label, text, n, atMs }) => {
      const [sign, word] = STATES[state] ?? ['', ''];
      const mark = make('span', { class: `sign ${state}`, title: word, role: 'img', 'aria-label': word }, sign);
      const where = atMs === undefined ? [] : [' ', time(atMs, undefined, n, label)];
      return make('li', {}, mark, ` ${label} `, make('span', { class: 'quiet' }, text), ...where);
    });
    const asked = make('summary', {}, make('span', { class: 'quiet' }, question), ' ', answer);
    section.append(make('details', {}, asked, make('ol', { class: 'plain' }, ...items)));
  }
  if (diagnosis.notTheCause.length > 0) {
    const not = diagnosis.notTheCause.map(({ text }) => make('li', {}, text));
    section.append(make('details', {}, make('summary', {}, 'Not the cause'), make('ul', {}, ...not)));
  }
  return section;
}
