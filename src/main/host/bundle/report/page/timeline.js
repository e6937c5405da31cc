/** The lanes, what a barge-in cut, what happened, the player's button and the playhead. @param {ReportPage} report */
function drawTimeline({ head, player, goTo }) {
  const { lanes, cuts, marks, durationMs, heard, redaction } = head;
  /** @type {Record<string, string>} */
  const LANES = { caller: 'Caller', agent: 'Agent', bot: 'Bot, where it was heard' };
  const STEP_MS = 1000;
  /** @param {number} ms */
  const share = ms => `${(100 * Math.max(0, Math.min(durationMs, ms))) / Math.max(1, durationMs)}%`;
  const section = make('section', { class: 'sound', 'aria-label': 'Sound' });
  if (lanes.length === 0) {
    section.append(make('h2', {}, 'Sound'), make('p', { class: 'quiet' }, 'There is no audio in this session.'));
    return section;
  }

  /** A piece of time, placed on the lanes. @param {string} kind @param {number} fromMs @param {number} toMs @param {string} title */
  const span = (kind, fromMs, toMs, title) => {
    const box = make('div', { class: kind, title });
    box.style.left = share(fromMs);
    box.style.width = `calc(${share(toMs)} - ${share(fromMs)})`;
    return box;
  };

  const waves = make('div', { class: 'waves', 'data-testid': 'waves' });
  for (const { name } of lanes) {
    const canvas = make('canvas', { 'data-lane': name, role: 'img', 'aria-label': `Waveform: ${LANES[name]}` });
    const lane = make('div', { class: 'lane' }, canvas, make('span', { class: 'name' }, LANES[name] ?? name));
    if (name === 'bot') {
      for (const { startMs, endMs, cutMs } of cuts) {
        const words = `Cut by the barge-in at ${clockTime(cutMs)}: ${lengthWords(endMs - startMs)} were sent and not heard`;
        lane.append(span('cut', startMs, endMs, words));
      }
    }
    waves.append(lane);
  }
  const strip = make('div', { class: 'marks' });
  for (const { kind, fromMs, toMs, words } of marks) {
    const mark = span(`mark ${kind}`, fromMs, toMs ?? durationMs, `${clockTime(fromMs)} ${words}`);
    mark.addEventListener('click', event => {
      event.stopPropagation();
      goTo(fromMs);
    });
    strip.append(mark);
  }
  if (marks.length > 0) waves.append(strip);
  waves.append(timeAxis(durationMs, share));
  const playhead = make('div', {
    class: 'playhead',
    role: 'slider',
    tabindex: '0',
    'aria-label': 'Playhead',
    'aria-valuemin': '0',
    'aria-valuemax': String(Math.round(durationMs / 1000)),
  });
  waves.append(playhead);
  waves.addEventListener('click', event => {
    const box = waves.getBoundingClientRect();
    goTo(((event.clientX - box.left) / box.width) * durationMs);
  });
  playhead.addEventListener('keydown', event => {
    const at = player.at();
    const places = [...marks.map(({ fromMs }) => fromMs), durationMs];
    /** @type {Record<string, number | undefined>} */
    const to = {
      ArrowLeft: at - STEP_MS,
      ArrowRight: at + STEP_MS,
      PageUp: places.findLast(ms => ms < at - 1) ?? 0,
      PageDown: places.find(ms => ms > at + 1),
      Home: 0,
      End: durationMs,
    };
    const ms = to[event.key];
    if (ms !== undefined) goTo(ms);
    else if (event.key === ' ') player.toggle();
    else return;
    event.preventDefault();
  });

  const toggle = makeButton({}, player.toggle, 'Play');
  const place = make('span', { class: 'quiet', role: 'timer', 'data-testid': 'place' });
  const hint = heard
    ? 'Caller left, bot right. A click moves the playhead.'
    : redaction.audio === 'left-out'
      ? 'The sound was left out when this was written: bars show where there was some.'
      : 'This call is long: hear it in call.wav.';
  const bar = make('div', { class: 'bar' }, make('h2', {}, 'Sound'), ...(heard ? [toggle] : []), place);
  bar.append(make('span', { class: 'quiet' }, hint));
  if (cuts.length > 0)
    bar.append(make('span', { class: 'quiet' }, make('i', { class: 'cut key' }), ' cut by a barge-in'));
  section.append(bar, waves);

  const follow = () => {
    playhead.style.left = share(player.at());
    playhead.setAttribute('aria-valuenow', String(Math.round(player.at() / 1000)));
    playhead.setAttribute('aria-valuetext', clockTime(player.at()));
    place.textContent = `${clockTime(player.at())} of ${clockTime(durationMs)}`;
    toggle.textContent = player.isPlaying() ? 'Pause' : 'Play';
  };
  const draw = () => {
    for (const canvas of waves.querySelectorAll('canvas')) {
      const lane = lanes.find(({ name }) => name === canvas.dataset.lane);
      if (lane) drawLane(canvas, lane, durationMs);
    }
  };
  player.onChange(follow);
  new ResizeObserver(draw).observe(waves);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  follow();
  return section;
}

/** Peaks, or bars where there was audio. @param {HTMLCanvasElement} canvas @param {ReportHead['lanes'][number]} lane @param {number} durationMs */
function drawLane(canvas, { peaks, peaksMs, spans }, durationMs) {
  const width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.fillStyle = getComputedStyle(canvas).color;
  const perMs = width / Math.max(1, durationMs);
  if (!peaks) {
    for (const [fromMs, toMs] of spans) {
      pen.fillRect(fromMs * perMs, height * 0.4, Math.max(1, (toMs - fromMs) * perMs), height * 0.2);
    }
    return;
  }
  const wide = Math.min(width, peaksMs * perMs);
  for (let x = 0; x < wide; x += 1) {
    const from = Math.floor((x * peaks.length) / wide);
    const to = Math.max(from + 1, Math.floor(((x + 1) * peaks.length) / wide));
    let peak = 0;
    for (let at = from; at < to; at += 1) peak = Math.max(peak, peaks[at] ?? 0);
    const tall = Math.max(1, (peak / 127) * height);
    pen.fillRect(x, (height - tall) / 2, 1, tall);
  }
}

/** Times under the lanes, at most a dozen. @param {number} durationMs @param {(ms: number) => string} share */
function timeAxis(durationMs, share) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const stepMs = 1000 * (steps.find(s => durationMs / (s * 1000) <= 12) ?? 14_400);
  const axis = make('div', { class: 'axis quiet', 'aria-hidden': 'true' });
  for (let ms = 0; ms < durationMs - stepMs / 3; ms += stepMs) {
    const tick = make('span', {}, clockTime(ms).replace(/\.\d+$/, ''));
    tick.style.left = share(ms);
    axis.append(tick);
  }
  return axis;
}
