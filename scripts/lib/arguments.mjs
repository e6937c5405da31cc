/** Just enough of the command line to tell a command from none; the command line itself (src/main/node) parses it. */

/** Options that are followed by a value and may stand where no command is given. */
const WITH_VALUE = new Set(['--host', '--port', '--ui-port', '--data-dir', '--bot', '--api-key', '--client-secret']);
/** Options that the command line answers by itself, without a window. */
const ANSWERED = new Set(['-h', '--help', '-V', '--version', '--json']);

/**
 * True when a window is asked for: no command is named, and nothing that the command line answers by itself.
 * @param {readonly string[]} args
 */
export function wantsWindow(args) {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (ANSWERED.has(arg) || !arg.startsWith('-')) return false;
    if (WITH_VALUE.has(arg)) at += 1;
  }
  return true;
}
