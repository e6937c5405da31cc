/** Long work in short steps: between them the page answers keys and draws. */

/** How long a step may take, ms: a key must be answered within 50 ms, and others have work in that time, too. */
const STEP_MS = 8;

export type Steps = {
  /** Does a step now, and goes on soon where more is left. */
  run(): void;
  /** Goes on soon. */
  wake(): void;
  /** Does nothing more until it is woken. */
  stop(): void;
};

/** @param work does a small piece; true while more is left @param stepMs how long a step may take */
export function createSteps(work: () => boolean, stepMs = STEP_MS): Steps {
  let awake = false;
  const wake = () => {
    if (awake) return;
    awake = true;
    soon(next);
  };
  const run = () => {
    awake = false;
    const until = performance.now() + stepMs;
    let more = work();
    while (more && performance.now() < until) more = work();
    if (more) wake();
  };
  const next = () => {
    // It may have been stopped, or run, since it was woken.
    if (awake) run();
  };
  return {
    run,
    wake,
    stop: () => {
      awake = false;
    },
  };
}

let queue: (() => void)[] = [];
let channel: MessageChannel | undefined;

/** Runs it in a task of its own. Not by a timer: those of a page that nobody sees run once a second. */
export function soon(run: () => void): void {
  channel ??= openChannel();
  queue.push(run);
  if (queue.length === 1) channel.port2.postMessage(undefined);
}

function openChannel(): MessageChannel {
  const made = new MessageChannel();
  made.port1.onmessage = () => {
    const [first, ...others] = queue;
    queue = others;
    if (others.length > 0) made.port2.postMessage(undefined);
    first?.();
  };
  return made;
}
