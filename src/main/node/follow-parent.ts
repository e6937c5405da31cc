/**
 * Ends with the process that started us. bin/audiohook-console.mjs starts the pinned Node with an IPC channel; when the
 * starter is gone, by whatever signal, the channel closes. Signals alone would not do: SIGKILL cannot be forwarded.
 */

/** Calls `onGone` once when the starting process is gone. Does nothing when there is no channel to it. */
export function followParent(onGone: () => void): void {
  if (!process.channel) return;
  process.once('disconnect', onGone);
  // The channel must not keep a process alive that has nothing more to do.
  process.channel.unref();
}
