/**
 * Writes one line for the person at the terminal. Always stderr: stdout belongs to the command (with `--json` it holds
 * JSON only).
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** An expected failure: `message` is one plain sentence, shown without a stack trace; the process exits with 3. */
export class CouldNotRun extends Error {}

/**
 * Text of anything that was thrown.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
