/** Every row of the session's log, searched and drawn where it is seen. @param {ReportPage} report */
function drawLog({ head, player, goTo }) {
  const ROW_PX = 24;
  /** @type {ReportRow[]} */
  const rows = textOf('rows')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
  const search = /** @type {HTMLInputElement} */ (
    make('input', { type: 'search', placeholder: 'Search the log', 'aria-label': 'Search the log', size: '40' })
  );
  const count = make('span', { class: 'quiet', role: 'status' });
  const list = make('div', { class: 'rows', role: 'listbox', 'aria-label': 'Log', tabindex: '0' });
  const scroller = make('div', { class: 'log' }, list);
  const detail = make('pre', { role: 'region', 'aria-label': 'Message', tabindex: '0', hidden: '' });
  let shown = rows;
  /** @type {number | undefined} */
  let selected;

  const draw = () => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW_PX) - 10);
    const last = Math.min(shown.length, first + Math.ceil(scroller.clientHeight / ROW_PX) + 20);
    list.style.height = `${shown.length * ROW_PX}px`;
    const drawn = shown.slice(first, last);
    list.replaceChildren(...drawn.map((row, at) => lineOf(row, first + at)));
    // It may name only what is in the page.
    if (drawn.some(({ n }) => n === selected)) list.setAttribute('aria-activedescendant', `row-${selected}`);
    else list.removeAttribute('aria-activedescendant');
  };
  /** @param {ReportRow} row @param {number} at */
  const lineOf = (row, at) => {
    const arrow = row.direction === 'in' ? '←' : row.direction === 'out' ? '→' : ' ';
    const line = make(
      'div',
      {
        class: 'line',
        role: 'option',
        id: `row-${row.n}`,
        'aria-selected': String(row.n === selected),
        'data-leg': row.leg,
        'data-level': row.level ?? '',
      },
      make('span', { class: 'time' }, clockTime(row.atMs)),
      make('span', { class: 'leg' }, `${arrow} ${row.legName}`),
      make('span', { class: 'type' }, row.folded > 1 ? `${row.type} × ${row.folded}` : row.type),
      make('span', { class: 'what' }, row.summary),
      make('span', { class: 'size quiet' }, row.bytes === undefined ? '' : `${row.bytes} B`),
    );
    line.style.top = `${at * ROW_PX}px`;
    line.addEventListener('click', () => goTo(row.atMs, row.n));
    return line;
  };
  /** @param {ReportRow} row @param {number} at */
  const choose = (row, at) => {
    selected = row.n;
    detail.hidden = false;
    detail.textContent = pretty(row.text) || row.summary;
    keepInView(scroller, at * ROW_PX, ROW_PX);
    draw();
  };
  /** @param {string} text */
  const pretty = text => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  };
  const find = () => {
    const words = search.value.toLowerCase();
    shown =
      words === ''
        ? rows
        : rows.filter(({ type, summary: says, text, legName }) =>
            `${legName} ${type} ${says} ${text}`.toLowerCase().includes(words),
          );
    count.textContent = words === '' ? `${rows.length} rows` : `${shown.length} of ${rows.length} rows`;
    scroller.scrollTop = 0;
    draw();
  };
  list.addEventListener('keydown', event => {
    const at = shown.findIndex(({ n }) => n === selected);
    /** @type {Record<string, number | undefined>} */
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 };
    const wanted = to[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    const row = shown[Math.max(0, Math.min(shown.length - 1, wanted))];
    if (row) goTo(row.atMs, row.n);
  });
  search.addEventListener('input', find);
  scroller.addEventListener('scroll', draw);
  new ResizeObserver(draw).observe(scroller);
  player.onChange(() => {
    if (!player.isPlaying()) return;
    const after = shown.findIndex(({ atMs }) => atMs > player.at());
    scroller.scrollTop = Math.max(0, (after < 0 ? shown.length : after) * ROW_PX - scroller.clientHeight / 2);
  });
  find();

  const section = make(
    'section',
    { 'aria-label': 'Messages' },
    make('div', { class: 'bar' }, make('h2', {}, 'Log'), search, count),
    scroller,
    detail,
  );
  return {
    section,
    /** Shows the row of an event, also one that the search hides; without a number, what happened by that time. @param {number} atMs @param {number} [n] */
    show: (atMs, n) => {
      const wanted = n === undefined ? undefined : (head.rowOf[n] ?? n);
      const isIt = (/** @type {ReportRow} */ row) => (wanted === undefined ? row.atMs <= atMs : row.n === wanted);
      if (wanted !== undefined && !shown.some(isIt)) {
        search.value = '';
        find();
      }
      const at = shown.findLastIndex(isIt);
      const row = shown[at];
      if (row) choose(row, at);
    },
  };
}
