/** Resolves when the process is asked to end: by a signal, or because the process that started it is gone. */
import { followParent } from './follow-parent.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A second signal while the first is being obeyed ends the process at once.
 * @param onStop called once; its end is the end of the work
 */
export function whenStopped(onStop: (why: string) => void): void {
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    onStop(why);
  };
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stop(signal);
    });
  }
  followParent(() => stop('the starting process is gone'));
}

export function untilStopped(): Promise<string> {
  return new Promise(resolve => whenStopped(resolve));
}
