/** `call`: the fake Genesys Cloud from a terminal, against any AudioHook server. */
import { open, readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { decodeMuLaw, MULAW_SILENCE, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { writeWav } from '../../../shared/audio/wav.ts';
import { FAULTS, faultOf } from '../../../shared/audiohook/faults.ts';
import type { CloseReason } from '../../../shared/audiohook/messages.ts';
import { RepeatedLines } from '../../../shared/projections/repeated-lines.ts';
import { playScript } from '../../host/call-scripts/play-script.ts';
import { type CallerAudio, silentCaller, toneCaller, wavCaller } from '../../host/genesys-client/caller-audio.ts';
import type { GenesysCall } from '../../host/genesys-client/genesys-call.ts';
import { callUrl, hasInternalChannel, placeCall } from '../../host/genesys-client/place-call.ts';
import { QuietWatch } from '../../host/genesys-client/quiet-watch.ts';
import { dataDir } from '../../host/settings/data-dir.ts';
import { systemClock, systemIds } from '../../host/system.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { addCredentialFlags, addDataDirFlag, credentialsFrom, UsageError } from '../host-flags.ts';
import { ownCredentials } from '../own-credentials.ts';
import { recordingStoreOf } from '../recording-store.ts';
import { whenStopped } from '../until-stopped.ts';
import { addOptionFlags, faultLines, type OptionFlags, offerLines, optionsFrom } from './call-flags.ts';
import { follow, planOf } from './call-plan.ts';
import { findingLine, humanSummary } from './call-report.ts';
import { scriptFrom, scriptLines } from './call-script-flag.ts';

type CallFlags = OptionFlags & {
  wav?: string;
  tone?: number;
  silence?: boolean;
  script?: string;
  connectorId?: string;
  apiKey?: string;
  clientSecret?: string;
  dataDir?: string;
  duration?: number;
  save?: string;
  json?: boolean;
};

/** Without --duration: hang up when nothing was heard for this long after the source ended ... */
const QUIET_MS = 3_000;
/** ... and at the latest this long after it ended. */
const LATEST_MS = 60_000;
const LOOK_MS = 50;

export function callCommand(command: Command): void {
  command
    .argument('[url]', 'ws:// or wss:// address of an AudioHook server')
    .addOption(new Option('--wav <file>', 'what the caller says').conflicts(['tone', 'silence']))
    .addOption(
      new Option('--tone <hz>', 'the caller is a tone').argParser(numberFrom(20, 3900)).conflicts(['wav', 'silence']),
    )
    .addOption(new Option('--silence', 'the caller says nothing (as without a source)').conflicts(['wav', 'tone']))
    .addOption(
      new Option('--script <file or name>', 'what the caller does, step by step; "list" shows what there is').conflicts(
        [...['wav', 'tone', 'silence']],
      ),
    )
    .option('--connector-id <id>', 'joined to the URL with one slash; without it the URL is used as it is')
    .option('--duration <seconds>', 'hang up after this long', numberFrom(0.1, 86_400))
    .option('--save <file>', 'write a stereo 8 kHz WAV: said left, heard right')
    .option('--json', 'print one JSON object when the call has ended')
    .addHelpText(
      'after',
      '\nAfter its source the caller is silent. Without --duration it hangs up when nothing was heard for 3 s after the' +
        '\nsource ended (a tone or silence counts as ended from the start), at the latest after 60 s more.' +
        '\nOf a stereo WAV the left is the caller and the right what they hear, where the offer has an internal channel.' +
        `\n\nOffers:\n${offerLines()}\n` +
        "\nWithout --api-key the data folder's credentials are used for the console's own address, and none for others." +
        '\nExit codes: 0 the call went well (with --fault: the server did as it should), 1 it did not, 2 usage, 3 the server or' +
        '\na file could not be reached.',
    );
  addCredentialFlags(addDataDirFlag(addOptionFlags(command)));
  command.action(async (url: string | undefined, _flags: CallFlags, self: Command) => {
    const flags = self.optsWithGlobals<CallFlags>();
    if (flags.script === 'list') console.log(await scriptLines(dataDir(process.env, flags.dataDir), flags.json));
    else if (flags.fault === 'list') console.log(flags.json ? JSON.stringify(FAULTS) : faultLines());
    else if (url === undefined) throw new UsageError('Whom to call? Give the ws:// or wss:// address of a server.');
    else process.exitCode = await call(url, flags);
  });
}

async function call(urlText: string, flags: CallFlags): Promise<number> {
  const folder = dataDir(process.env, flags.dataDir);
  const options = optionsFrom(flags);
  const plan = planOf(flags);
  const url = callUrl(urlText, flags.connectorId, options.verbatimJoin);
  if (!url.ok) throw new UsageError(url.error.message);
  const script = flags.script === undefined ? undefined : await scriptFrom(flags.script, folder);
  const source = script?.caller ?? (await sourceFrom(flags, hasInternalChannel(options)));
  const credentials = credentialsFrom(flags, process.env) ?? (await ownCredentials(folder, url.value));
  let diskFailure: string | undefined;
  const store = await recordingStoreOf(folder, text => {
    diskFailure = text;
    console.error(text);
  });
  if (flags.save !== undefined) await checkWritable(flags.save);
  const placed = placeCall(
    { url: urlText, connectorId: flags.connectorId, credentials, source, options },
    { store, clock: systemClock, ids: systemIds },
  );
  if (!placed.ok) throw new UsageError(placed.error.message);
  const { call: genesys, recorder } = placed.value;
  const lines = new RepeatedLines('client');
  if (!flags.json) {
    for (const event of recorder.events) print(lines.add(event));
    recorder.appended.on(event => print(lines.add(event)));
  }
  whenStopped(why => genesys.hangUp(`hung up: ${why}`));
  follow(plan, genesys, systemClock);
  if (script) playScript(script, { call: genesys, recorder, clock: systemClock });
  const leastMs = Math.max(plan.at(-1)?.atMs ?? 0, (options.fault && faultOf(options.fault).lastsMs) ?? 0);
  hangUpWhenDone(genesys, flags.duration, leastMs, flags.hangUpReason);
  const summary = await genesys.done;
  await store.dispose();
  print(lines.rest());
  if (flags.json) console.log(JSON.stringify(summary));
  else console.log(humanSummary(summary, diskFailure === undefined ? recorder.id : undefined));
  if (!flags.json && diskFailure === undefined) print(findingLine(recorder.summary));
  if (flags.save !== undefined) await save(flags.save, genesys);
  const { fault } = summary.outcome;
  if (fault ? fault.asItShould : summary.error === null) return 0;
  if (!flags.json && summary.error !== null) console.error(summary.error);
  return genesys.wasAnswered ? 1 : 3;
}

async function sourceFrom(flags: CallFlags, split: boolean): Promise<CallerAudio> {
  if (flags.tone !== undefined) return toneCaller(flags.tone);
  if (flags.wav === undefined) return silentCaller;
  let file: Uint8Array;
  try {
    file = await readFile(flags.wav);
  } catch (error) {
    throw new CouldNotRun(`${flags.wav} cannot be read: ${(error as Error).message}.`);
  }
  const source = wavCaller(file, basename(flags.wav), split);
  if (!source.ok) throw new CouldNotRun(source.error.message);
  return source.value;
}

/** @param leastMs after `opened`: what was asked for takes that long */
function hangUpWhenDone(
  genesys: GenesysCall,
  durationS: number | undefined,
  leastMs: number,
  reason: CloseReason | undefined,
): void {
  let openedAtMs: number | undefined;
  const quiet = new QuietWatch(genesys, systemClock);
  genesys.progress.on(progress => {
    if (progress.type === 'state' && progress.state === 'open') openedAtMs = systemClock.monotonicMs();
  });
  const stopLooking = systemClock.every(LOOK_MS, () => {
    if (openedAtMs === undefined) return;
    const nowMs = systemClock.monotonicMs();
    if (durationS !== undefined) {
      if (nowMs - openedAtMs >= durationS * 1000) genesys.hangUp('hung up: the duration is over', reason);
      return;
    }
    const sourceEndedAtMs = genesys.sourceEndedAtMs;
    if (sourceEndedAtMs === undefined) return;
    // The source may have ended while the connection was made: the wait for an answer begins with the call.
    const endedAtMs = Math.max(sourceEndedAtMs, openedAtMs + leastMs);
    if (nowMs - endedAtMs >= LATEST_MS) genesys.hangUp('hung up: 60 s after the source ended', reason);
    else if (quiet.sinceMs(endedAtMs) >= QUIET_MS) genesys.hangUp('hung up: nothing was heard for 3 s', reason);
  });
  void genesys.done.then(stopLooking);
}

/** Found out before the call, not after it. */
async function checkWritable(file: string): Promise<void> {
  try {
    await (await open(file, 'a')).close();
  } catch (error) {
    throw new CouldNotRun(`${file} cannot be written: ${(error as Error).message}.`);
  }
}

async function save(file: string, genesys: GenesysCall): Promise<void> {
  const { said, heard } = genesys.recording();
  const length = Math.max(said.length, heard.length);
  const padded = (audio: Uint8Array) => {
    const whole = new Uint8Array(length).fill(MULAW_SILENCE);
    whole.set(audio);
    return decodeMuLaw(whole);
  };
  try {
    await writeFile(file, writeWav(PCMU_RATE_HZ, [padded(said), padded(heard)]));
  } catch (error) {
    throw new CouldNotRun(`${file} cannot be written: ${(error as Error).message}.`);
  }
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line);
}

function numberFrom(least: number, most: number): (text: string) => number {
  return text => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most)) {
      throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`);
    }
    return value;
  };
}
