/** A command could not do its work; the message is one sentence for the user. Exit code 3. */
export class CouldNotRun extends Error {
  override readonly name = 'CouldNotRun';
}
