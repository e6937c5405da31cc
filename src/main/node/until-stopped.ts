/** Resolves when the process is asked to end: by a signal, or because the process that started it is gone. */
import { followParent } from './follow-parent.ts';

/** The terminal and the starting process both deliver one Ctrl+C; a person's second one comes later. Milliseconds. */
const SAME_PRESS_MS = 500;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A second signal while the first is being obeyed ends the process at once.
 * @param onStop called once; its end is the end of the work
 */
export function whenStopped(onStop: (why: string) => void): void {
  let stoppingSince: number | undefined;
  const stop = (why: string) => {
    if (stoppingSince !== undefined) return;
    stoppingSince = performance.now();
    onStop(why);
  };
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stoppingSince !== undefined && performance.now() - stoppingSince > SAME_PRESS_MS) process.exit(130);
      stop(signal);
    });
  }
  followParent(() => stop('the starting process is gone'));
}

export function untilStopped(): Promise<string> {
  return new Promise(resolve => whenStopped(resolve));
}
