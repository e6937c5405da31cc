/** Entry of the command line. */
import { runCommand } from './run-command.ts';

// Who read our output is gone (`| head -1`): the work goes on, and what would be printed is dropped.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

await runCommand(process.argv.slice(2));
