/** Joins the parts of the page. */
(() => {
  /** @type {ReportHead} */
  const head = JSON.parse(textOf('head'));
  const player = createPlayer(head);
  /** @type {ReportPage} */
  const report = {
    head,
    player,
    goTo: (atMs, n) => {
      player.seek(atMs);
      log.show(atMs, n);
    },
    reveal: () => {
      if (log.section.getBoundingClientRect().bottom > innerHeight) timeline.scrollIntoView({ block: 'start' });
    },
  };
  const log = drawLog(report);
  const timeline = drawTimeline(report);
  const words = make('div', { class: 'words-and-log' }, drawTranscript(report), log.section);
  document.getElementById('report')?.append(drawSummary(report), drawFindings(report), timeline, words);
})();
