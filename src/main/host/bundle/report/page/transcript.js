/** Who said what, by the time that it sounded. A turn is pressed to hear it. @param {ReportPage} report */
function drawTranscript({ head: { turns, summary, heard }, player, goTo }) {
  const list = make('ol', { class: 'turns', 'aria-label': 'Transcript' });
  const section = make('section', { 'aria-label': 'Transcript' }, make('h2', {}, 'Transcript'));
  if (turns.length === 0) {
    const why =
      summary.role === 'client'
        ? 'The caller’s side hears only sound. The words are in the server’s view.'
        : 'Nobody said anything that was written down.';
    section.append(make('p', { class: 'quiet' }, why));
    return section;
  }
  const items = turns.map(turn => {
    const press = makeButton(
      { class: 'turn', title: heard ? 'Play from here' : 'Go to this turn' },
      () => {
        goTo(turn.startMs, turn.n);
        player.play();
      },
      make('span', { class: 'time quiet' }, clockTime(turn.startMs)),
      make('span', { class: `speaker ${turn.speaker}` }, turn.speaker),
      make('span', { class: 'words' }, ...turnWords(turn)),
    );
    return make('li', {}, press);
  });
  list.append(...items);
  section.append(list);

  /** @type {HTMLElement | undefined} */
  let current;
  player.onChange(() => {
    const at = player.at() > 0 ? turns.findLastIndex(({ startMs }) => startMs <= player.at()) : -1;
    if (items[at] === current) return;
    current?.removeAttribute('aria-current');
    current = items[at];
    current?.setAttribute('aria-current', 'time');
    if (current && player.isPlaying()) keepInView(list, current.offsetTop, current.offsetHeight);
  });
  return section;
}

/** What was heard, what was cut of it, and what else there is to say. @param {ReportHead['turns'][number]} turn */
function turnWords({ speaker, heard, cut, state, wasCut, heardMs, totalMs, lateMs }) {
  /** @type {(Node | string)[]} */
  const words = [speaker === 'keys' ? `pressed ${heard}` : heard];
  /** @param {string} text */
  const note = text => words.push(make('span', { class: 'note quiet' }, text));
  if (cut) words.push(' ', make('s', {}, make('span', { class: 'visually-hidden' }, 'not heard: '), cut));
  if (state === 'waiting') note('no transcript came');
  if (state === 'failed') note('▲ no transcript: it failed');
  if (wasCut) note(`heard ${lengthWords(heardMs)} of ${lengthWords(totalMs)}`);
  if (lateMs !== undefined) note(`came ${lengthWords(lateMs)} after it was said`);
  return words;
}
