/** Captures the microphone as 8 kHz mono 16-bit pieces, and explains in words why it cannot. */
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import workletUrl from './microphone.worklet.ts?worker&url';
import { MICROPHONE_PROCESSOR } from './microphone-names.ts';

/**
 * `none`: the machine has no microphone at all. `no-device`: the chosen one is gone. `denied`: by the user, for this page;
 * `system`: by the operating system; `dismissed`: the question was closed.
 */
export type MicrophoneProblem =
  | 'insecure'
  | 'none'
  | 'no-device'
  | 'denied'
  | 'system'
  | 'dismissed'
  | 'busy'
  | 'unknown';

export type Microphone = {
  /** Pieces of 40 ms go to `listener`; the last one set wins. */
  onPiece(listener: (samples: Int16Array<ArrayBuffer>) => void): void;
  stop(): void;
};

/** Opens the device `deviceId`, or the system's default. Asks for permission when it was not given yet. */
export async function openMicrophone(deviceId: string | undefined): Promise<Result<Microphone, MicrophoneProblem>> {
  if (!window.isSecureContext || navigator.mediaDevices === undefined) return microphoneProblem('insecure');
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        channelCount: 1,
        // Without it the bot hears itself from the speakers. What it is told otherwise is what was said.
        echoCancellation: true,
        noiseSuppression: false,
        autoGainControl: true,
        ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
      },
    });
  } catch (error) {
    const problem = problemOf(error);
    return microphoneProblem(problem === 'no-device' && !(await hasMicrophone()) ? 'none' : problem);
  }

  const context = new AudioContext();
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    if (context.state !== 'closed') void context.close();
  };
  try {
    await context.audioWorklet.addModule(workletUrl);
    await context.resume();
  } catch (error) {
    stop();
    return fail('unknown', `The microphone opened, but its sound cannot be read: ${String(error)}`);
  }
  const node = new AudioWorkletNode(context, MICROPHONE_PROCESSOR, { channelCount: 1, channelCountMode: 'explicit' });
  let listener: ((samples: Int16Array<ArrayBuffer>) => void) | undefined;
  node.port.onmessage = (event: MessageEvent<Int16Array<ArrayBuffer>>) => listener?.(event.data);
  context.createMediaStreamSource(stream).connect(node);
  // It puts out silence; connected, it is sure to be run.
  node.connect(context.destination);
  return ok({
    onPiece: next => {
      listener = next;
    },
    stop,
  });
}

/** Root mean square of a piece in dBFS, -100 for silence. */
export function levelDbfs(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length)) / 32768;
  return rms > 0.00001 ? 20 * Math.log10(rms) : -100;
}

export type MicrophoneDevice = { readonly id: string; readonly name: string };

/** The microphones there are. Names are empty until the permission was given once. */
export async function listMicrophones(): Promise<MicrophoneDevice[]> {
  if (navigator.mediaDevices === undefined) return [];
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(device => device.kind === 'audioinput' && device.deviceId !== '')
    .map((device, index) => ({ id: device.deviceId, name: device.label || `Microphone ${index + 1}` }));
}

/** Told also before the permission is given: then devices have no names, but are counted. */
async function hasMicrophone(): Promise<boolean> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.some(({ kind }) => kind === 'audioinput');
}

/** Why a call with the microphone would fail, in words, as far as that shows without asking for it; else undefined. */
export async function foreseenProblem(): Promise<string | undefined> {
  if (!window.isSecureContext || navigator.mediaDevices === undefined) return WORDS.insecure;
  if (!(await hasMicrophone())) return WORDS.none;
  return (await microphonePermission())?.state === 'denied' ? WORDS.denied : undefined;
}

/** Undefined where the browser does not tell. */
export async function microphonePermission(): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: 'microphone' as PermissionName });
  } catch {
    // Firefox knows no permission of this name: then it is asked for when the call begins.
    return undefined;
  }
}

/** The outputs that a call can be heard on; names are empty until the microphone was allowed once. */
export async function listOutputs(): Promise<MicrophoneDevice[]> {
  if (navigator.mediaDevices === undefined || !('setSinkId' in AudioContext.prototype)) return [];
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(device => device.kind === 'audiooutput' && device.deviceId !== '' && device.deviceId !== 'default')
    .map((device, index) => ({ id: device.deviceId, name: device.label || `Output ${index + 1}` }));
}

function problemOf(error: unknown): MicrophoneProblem {
  const { name, message } = error instanceof DOMException ? error : { name: '', message: '' };
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    // Chromium's own words are the only difference between the three.
    return /by system/i.test(message) ? 'system' : /dismissed/i.test(message) ? 'dismissed' : 'denied';
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no-device';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'unknown';
}

const OTHERWISE = 'or let a script, a WAV file or a tone talk';

const WORDS: Record<MicrophoneProblem, string> = {
  insecure: `The browser gives the microphone only to https pages and to 127.0.0.1 or localhost. Open the console at its 127.0.0.1 address (over an ssh tunnel when it runs on another machine), ${OTHERWISE}.`,
  none: `This machine has no microphone: servers, containers and remote desktops often have none. Plug one in, open this page on a machine that has one, ${OTHERWISE}.`,
  'no-device': `The chosen microphone is not there. Plug it in or choose another, then press Call again, ${OTHERWISE}.`,
  denied: `The microphone is not allowed for this page. Allow it in the browser (the icon beside the address) or in the system’s privacy settings, then press Call again, ${OTHERWISE}.`,
  system: `The operating system keeps the microphone from this program. Allow it in the system’s privacy settings under Microphone, start the program again, ${OTHERWISE}.`,
  dismissed: `The question for the microphone was closed without an answer. Press Call again and allow it, ${OTHERWISE}.`,
  busy: `The microphone is in use by another program, or the system does not give it. Close that program, then press Call again, ${OTHERWISE}.`,
  unknown: `The microphone could not be opened. Choose another device, ${OTHERWISE}.`,
};

function microphoneProblem(problem: MicrophoneProblem) {
  return fail(problem, WORDS[problem]);
}
