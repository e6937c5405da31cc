// The script of report.html. It stands in the page as it is here, under a policy that lets nothing else run.
// Everything is made with DOM calls and text: nothing of a capture is ever read as markup.
(() => {
  const ROW_PX = 24;
  const RATE_HZ = 8000;
  /** @type {Record<string, string>} */
  const LANES = { caller: 'Caller', agent: 'Agent', bot: 'Bot, where it was heard' };

  /** @param {string} id */
  const textOf = id => document.getElementById(id)?.textContent ?? '';
  const head = JSON.parse(textOf('head'));
  /** @type {{ n: number, atMs: number, leg: string, direction?: string, type: string, summary: string, bytes?: number, level?: string, folded: number, text: string }[]} */
  const rows = textOf('rows')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));

  /**
   * @param {string} name
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} children
   */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  /** @param {number} ms */
  const clock = ms => {
    const s = ms / 1000;
    return `${Math.floor(s / 60)}:${(s % 60).toFixed(3).padStart(6, '0')}`;
  };
  const report = /** @type {HTMLElement} */ (document.getElementById('report'));

  // ---- summary
  const { summary } = head;
  const facts = [
    ['Began', new Date(summary.startedAt).toLocaleString()],
    ['Length', clock(summary.durationMs)],
    ['How it ended', summary.outcome],
    ['Seen by', summary.role === 'server' ? "the console's AudioHook server" : 'the fake Genesys Cloud'],
    ['Bot', summary.bot],
    ['Caller', summary.caller],
    ['AudioHook session', summary.audiohookId],
    ['Events', String(summary.events)],
    ['Session', summary.id],
    ['Written by', `AudioHook Console ${head.version}`],
  ].filter(([, value]) => value);
  report.append(
    make(
      'section',
      { 'aria-label': 'Summary' },
      make('h1', {}, summary.connectorId || '(no connector ID)'),
      make('dl', {}, ...facts.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value)))),
    ),
  );

  // ---- findings
  const findings = make('section', { 'aria-label': 'Findings' }, make('h2', {}, 'Findings'));
  if (head.diagnosis.findings.length === 0) findings.append(make('p', { class: 'quiet' }, 'Nothing wrong was found.'));
  for (const finding of head.diagnosis.findings) {
    const box = make(
      'div',
      { class: 'finding', 'data-severity': finding.severity },
      make(
        'p',
        {},
        make('strong', {}, `${finding.severity}: ${finding.title}`),
        ' ',
        make('span', { class: 'quiet' }, finding.id),
      ),
    );
    if (finding.explanation) box.append(make('p', {}, finding.explanation));
    if (finding.fix.length > 0) {
      box.append(make('ol', {}, ...finding.fix.map((/** @type {string} */ step) => make('li', {}, step))));
    }
    findings.append(box);
  }
  for (const { question, answer } of head.diagnosis.chains) {
    findings.append(make('p', {}, make('span', { class: 'quiet' }, question), ' ', answer));
  }
  if (head.diagnosis.notTheCause.length > 0) {
    const not = head.diagnosis.notTheCause.map((/** @type {{ text: string }} */ { text }) => make('li', {}, text));
    findings.append(make('details', {}, make('summary', {}, 'Not the cause'), make('ul', {}, ...not)));
  }
  report.append(findings);

  // ---- sound
  let playheadMs = 0;
  /** @type {AudioContext | undefined} */
  let context;
  /** @type {AudioBufferSourceNode | undefined} */
  let source;
  const lanes = Object.keys(head.peaks);
  const play = /** @type {HTMLButtonElement} */ (make('button', { type: 'button' }, 'Play'));
  const place = make('span', { class: 'quiet', role: 'timer', 'data-testid': 'place' }, clock(0));
  const waves = make('div', { class: 'waves', 'data-testid': 'waves' });
  const playhead = make('div', { class: 'playhead' });

  const drawPlayhead = () => {
    playhead.style.transform = `translateX(${(playheadMs / Math.max(1, head.durationMs)) * waves.clientWidth}px)`;
    place.textContent = `${clock(playheadMs)} of ${clock(head.durationMs)}`;
  };
  const drawLanes = () => {
    for (const canvas of waves.querySelectorAll('canvas')) {
      const lane = canvas.dataset.lane ?? '';
      const peaks = head.peaks[lane];
      const width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
      const height = Math.round(canvas.clientHeight * devicePixelRatio);
      canvas.width = width;
      canvas.height = height;
      const pen = canvas.getContext('2d');
      if (!pen) continue;
      pen.fillStyle = getComputedStyle(canvas).color;
      for (let x = 0; x < width; x += 1) {
        const from = Math.floor((x * peaks.length) / width);
        const to = Math.max(from + 1, Math.floor(((x + 1) * peaks.length) / width));
        let peak = 0;
        for (let at = from; at < to; at += 1) peak = Math.max(peak, peaks[at] ?? 0);
        const tall = Math.max(1, (peak / 127) * height);
        pen.fillRect(x, (height - tall) / 2, 1, tall);
      }
    }
    drawPlayhead();
  };

  /** ITU-T G.711 µ-law. @param {number} code */
  const muLaw = code => {
    const bits = ~code & 0xff;
    const size = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
    return (bits & 0x80 ? 0x84 - size : size - 0x84) / 32768;
  };
  /** @param {AudioContext} on */
  const mixed = on => {
    const length = Math.max(1, Math.ceil((head.durationMs * RATE_HZ) / 1000));
    const buffer = on.createBuffer(2, length, RATE_HZ);
    for (const lane of lanes) {
      const out = buffer.getChannelData(lane === 'bot' ? 1 : 0);
      let at = 0;
      for (const line of textOf(`sound-${lane}`).split('\n')) {
        const bytes = atob(line);
        for (let index = 0; index < bytes.length && at < length; index += 1) {
          out[at] = (out[at] ?? 0) + muLaw(bytes.charCodeAt(index));
          at += 1;
        }
      }
    }
    return buffer;
  };
  /** @type {AudioBuffer | undefined} */
  let buffer;
  const stop = () => {
    source?.stop();
    source = undefined;
    play.textContent = 'Play';
    play.setAttribute('aria-pressed', 'false');
  };
  const start = () => {
    context ??= new AudioContext();
    void context.resume();
    buffer ??= mixed(context);
    if (playheadMs >= head.durationMs - 10) playheadMs = 0;
    const fromMs = playheadMs;
    const begunS = context.currentTime;
    const own = context.createBufferSource();
    own.buffer = buffer;
    own.connect(context.destination);
    own.start(0, fromMs / 1000);
    source = own;
    play.textContent = 'Pause';
    play.setAttribute('aria-pressed', 'true');
    const follow = () => {
      if (source !== own || !context) return;
      playheadMs = Math.min(head.durationMs, fromMs + (context.currentTime - begunS) * 1000);
      drawPlayhead();
      followLog();
      if (playheadMs >= head.durationMs) stop();
      else requestAnimationFrame(follow);
    };
    requestAnimationFrame(follow);
  };
  /** @param {number} ms */
  const seek = ms => {
    const goesOn = source !== undefined;
    stop();
    playheadMs = Math.max(0, Math.min(head.durationMs, ms));
    drawPlayhead();
    if (goesOn) start();
  };
  const sound = make('section', { 'aria-label': 'Sound' }, make('h2', {}, 'Sound'));
  if (lanes.length > 0) {
    for (const lane of lanes) {
      const canvas = make('canvas', { 'data-lane': lane, role: 'img', 'aria-label': `Waveform: ${LANES[lane]}` });
      canvas.style.color = lane === 'bot' ? 'var(--bot)' : 'var(--caller)';
      waves.append(make('div', {}, make('span', { class: 'name' }, LANES[lane] ?? lane), canvas));
    }
    waves.append(playhead);
    waves.addEventListener('click', event => {
      const box = waves.getBoundingClientRect();
      seek(((event.clientX - box.left) / box.width) * head.durationMs);
    });
    new ResizeObserver(drawLanes).observe(waves);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawLanes);
    play.addEventListener('click', () => (source ? stop() : start()));
    const bar = make('div', { class: 'bar' }, ...(head.heard ? [play] : []), place);
    if (!head.heard) bar.append(make('span', { class: 'quiet' }, 'This call is long: hear it in call.wav.'));
    else bar.append(make('span', { class: 'quiet' }, 'Caller left, bot right. A click moves the playhead.'));
    sound.append(waves, bar);
  } else {
    const why = head.hasAudio ? 'There is no audio in this session.' : 'The audio was left out when this was written.';
    sound.append(make('p', { class: 'quiet' }, why));
  }
  report.append(sound);

  // ---- log
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
    list.replaceChildren(...shown.slice(first, last).map((row, at) => lineOf(row, first + at)));
  };
  /** @param {(typeof rows)[number]} row @param {number} at */
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
      make('span', { class: 'time' }, clock(row.atMs)),
      make('span', { class: 'leg' }, `${arrow} ${row.leg}`),
      make('span', { class: 'type' }, row.folded > 1 ? `${row.type} × ${row.folded}` : row.type),
      make('span', { class: 'what' }, row.summary),
      make('span', { class: 'size quiet' }, row.bytes === undefined ? '' : `${row.bytes} B`),
    );
    line.style.top = `${at * ROW_PX}px`;
    line.addEventListener('click', () => choose(at));
    return line;
  };
  /** @param {number} at */
  const choose = at => {
    const row = shown[at];
    if (!row) return;
    selected = row.n;
    list.setAttribute('aria-activedescendant', `row-${row.n}`);
    detail.hidden = false;
    detail.textContent = pretty(row.text) || row.summary;
    const top = at * ROW_PX;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW_PX > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = top + ROW_PX - scroller.clientHeight;
    if (!source && lanes.length > 0) seek(row.atMs);
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
  const followLog = () => {
    let at = shown.findIndex(row => row.atMs > playheadMs);
    if (at < 0) at = shown.length;
    scroller.scrollTop = Math.max(0, at * ROW_PX - scroller.clientHeight / 2);
  };
  list.addEventListener('keydown', event => {
    const at = shown.findIndex(row => row.n === selected);
    if (event.key === 'ArrowDown') choose(Math.min(shown.length - 1, at + 1));
    else if (event.key === 'ArrowUp') choose(Math.max(0, at - 1));
    else return;
    event.preventDefault();
  });
  const find = () => {
    const words = search.value.toLowerCase();
    shown =
      words === ''
        ? rows
        : rows.filter(({ type, summary: says, text, leg }) =>
            `${leg} ${type} ${says} ${text}`.toLowerCase().includes(words),
          );
    count.textContent = words === '' ? `${rows.length} rows` : `${shown.length} of ${rows.length} rows`;
    scroller.scrollTop = 0;
    draw();
  };
  search.addEventListener('input', find);
  scroller.addEventListener('scroll', draw);
  report.append(
    make(
      'section',
      { 'aria-label': 'Messages' },
      make('div', { class: 'bar' }, make('h2', {}, 'Log'), search, count),
      scroller,
      detail,
    ),
  );
  new ResizeObserver(draw).observe(scroller);
  find();
  drawLanes();
})();
