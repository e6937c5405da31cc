/** A page that nobody sees draws no frames, but what it is told must go on. */
const UNSEEN_MS = 250;

/** Runs once: with the next frame, or soon when there is none because the page is hidden. */
export function nextFrame(run: () => void): void {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN_MS);
}
