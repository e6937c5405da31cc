/** No command: the console's page in a browser. (bin/ opens the desktop window instead where it can.) */
import type { Command } from 'commander';
import { announcePage } from '../announce-page.ts';
import { addHostFlags, type HostFlags, hostOptions, portNumber } from '../host-flags.ts';
import { untilStopped } from '../until-stopped.ts';

export function openCommand(program: Command): void {
  addHostFlags(program)
    .option('--browser', 'open the page in a browser, without trying for the desktop window')
    .option(
      '--ui-port <number>',
      "port of the browser's page; 0 takes a free one (default: that of the last start)",
      portNumber,
    )
    .allowExcessArguments()
    .action(async (flags: HostFlags & { uiPort?: number }) => {
      const [unknown] = program.args;
      if (unknown !== undefined) program.error(`error: unknown command '${unknown}'`);
      // It is there for every command, and most of them need no console.
      const { startBrowserConsole } = await import('../browser-console.ts');
      const running = await startBrowserConsole(
        hostOptions(flags, process.env, 'browser'),
        flags.uiPort ?? 'remembered',
      );
      announcePage({
        url: running.url,
        launchUrl: running.launchUrl,
        why: process.env.AUDIOHOOK_CONSOLE_WHY_BROWSER,
        platform: process.platform,
        env: process.env,
        write: line => console.log(line),
      });
      const { server } = running.host.status;
      // The page says so too, with a button that takes a free port.
      if (server.state === 'failed') console.error(server.reason);
      await untilStopped();
      await running.dispose();
    });
}
