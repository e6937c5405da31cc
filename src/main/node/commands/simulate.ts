/** `simulate`: the Realtime simulator on its own, for somebody's own bridge to be tried against without a key. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { partingText } from '../../../shared/realtime/recording/follow-client.ts';
import { loadScenario, shippedScenarios } from '../../host/realtime-simulator/load-scenario.ts';
import { createRealtimeSimulator } from '../../host/realtime-simulator/realtime-simulator.ts';
import { Playback, type PlaybackNews } from '../../host/realtime-simulator/recording/playback.ts';
import { loadRecording, type Recording } from '../../host/realtime-simulator/recording/recording.ts';
import { systemClock, systemIds } from '../../host/system.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { withStore } from '../data-store.ts';
import { addDataDirFlag, portNumber, UsageError } from '../host-flags.ts';
import { untilStopped } from '../until-stopped.ts';

type SimulateFlags = {
  port: number;
  scenario?: string;
  capture?: string;
  dataDir?: string;
  speed?: number;
  json?: boolean;
};

export function simulateCommand(command: Command): void {
  const names = shippedScenarios().map(({ name, about }) => `  ${name.padEnd(14)}  ${about}`);
  command
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', portNumber, 8090)
    .option('--scenario <name or file>', 'what every session plays (default: it echoes the caller)')
    .addOption(
      new Option('--capture <session>', "play the bot's side of a captured session").conflicts(['scenario', 'speed']),
    )
    .option('--speed <factor>', 'how many times faster than real time it speaks (default: 8)', speedFactor)
    .option('--json', 'print JSON only: one object a line, the first says where it is')
    .addHelpText(
      'after',
      `\nScenarios that ship (a session with the model scenario:NAME plays one, too):\n${names.join('\n')}\n` +
        '\nAny key is taken. Ends on SIGINT or SIGTERM with 0.',
    )
    .action(async (flags: SimulateFlags, self: Command) =>
      simulate({ ...self.optsWithGlobals<SimulateFlags>(), port: portOf(flags, self) }),
    );
  addDataDirFlag(command);
}

/** The console itself has a --port too, and takes what was typed; its default is not ours. */
function portOf(flags: SimulateFlags, command: Command): number {
  const { parent } = command;
  return parent?.getOptionValueSource('port') === 'cli' ? parent.opts<SimulateFlags>().port : flags.port;
}

async function simulate(flags: SimulateFlags): Promise<void> {
  const loaded = flags.scenario === undefined ? undefined : await loadScenario(flags.scenario);
  if (loaded && !loaded.ok) throw new UsageError(loaded.error.message);
  const recording = flags.capture === undefined ? undefined : await recordingOf(flags.capture, flags.dataDir);
  const print = (event: string, text: string): void => console.log(flags.json ? JSON.stringify({ event, text }) : text);
  const simulator = createRealtimeSimulator({
    clock: systemClock,
    ids: systemIds,
    scenario: loaded?.value,
    playback: recording && new Playback(recording, systemClock, news => print(...wordsFor(news))),
    ...(flags.speed === undefined ? {} : { pace: { speedFactor: flags.speed } }),
    log: line => print('log', line),
  });
  const url = await simulator.listen(flags.port).then(
    listening => `${listening.url}/realtime`,
    (error: NodeJS.ErrnoException) => {
      throw new CouldNotRun(whyNot(error, flags.port));
    },
  );
  if (flags.json)
    console.log(
      JSON.stringify({
        event: 'ready',
        url,
        scenario: loaded?.value.name ?? null,
        capture: recording?.session.id ?? null,
      }),
    );
  else {
    console.log(`Realtime simulator  ${url}   (any key; base URL of clients: ${url.replace(/\/realtime$/, '')})`);
    if (loaded) console.log(`Scenario            ${loaded.value.name}. ${loaded.value.about}`);
    if (recording) console.log(`Capture             ${recording.session.id}: its bot's side, to each call anew`);
  }
  await untilStopped();
  await simulator.dispose();
}

function speedFactor(text: string): number {
  const factor = Number(text);
  if (!(factor >= 0.1 && factor <= 1000)) throw new InvalidArgumentError('A speed is a number from 0.1 to 1000.');
  return factor;
}

function recordingOf(wanted: string, folder: string | undefined): Promise<Recording> {
  return withStore(folder, async store => {
    const recording = await loadRecording(store, wanted);
    if (!recording.ok) throw new CouldNotRun(recording.error.message);
    return recording.value;
  });
}

function wordsFor(news: PlaybackNews): [event: string, text: string] {
  return news.type === 'parted'
    ? ['parted', partingText(news.parting)]
    : ['finished', 'The recording is at its end: nothing more is sent.'];
}

function whyNot(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on 127.0.0.1 is in use by another program; take another with --port, or 0 for a free one.`;
  }
  return `The simulator cannot listen on port ${port}: ${error.message}`;
}
