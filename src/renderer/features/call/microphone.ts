/** Captures the microphone as 8 kHz mono 16-bit pieces, and explains in words why it cannot. */
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import workletUrl from './microphone.worklet.ts?worker&url';
import { MICROPHONE_PROCESSOR } from './microphone-names.ts';

export type MicrophoneProblem = 'insecure' | 'denied' | 'no-device' | 'busy' | 'unknown';

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
    return microphoneProblem(problemOf(error));
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

/** The outputs that a call can be heard on; names are empty until the microphone was allowed once. */
export async function listOutputs(): Promise<MicrophoneDevice[]> {
  if (navigator.mediaDevices === undefined || !('setSinkId' in AudioContext.prototype)) return [];
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(device => device.kind === 'audiooutput' && device.deviceId !== '' && device.deviceId !== 'default')
    .map((device, index) => ({ id: device.deviceId, name: device.label || `Output ${index + 1}` }));
}

function problemOf(error: unknown): MicrophoneProblem {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no-device';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'unknown';
}

const WORDS: Record<MicrophoneProblem, string> = {
  insecure:
    'The browser gives the microphone only to https pages and to 127.0.0.1 or localhost. Open the console at its 127.0.0.1 address (over an ssh tunnel when it runs on another machine), or call with a WAV file or a tone.',
  denied:
    'The microphone is not allowed. Allow it in the browser (the icon beside the address) or in the system’s privacy settings, then press Call again, or call with a WAV file or a tone.',
  'no-device':
    'No microphone was found. Plug one in, or choose another device, then press Call again, or call with a WAV file or a tone.',
  busy: 'The microphone is in use by another program, or the system does not give it. Close that program, then press Call again, or call with a WAV file or a tone.',
  unknown: 'The microphone could not be opened. Choose another device, or call with a WAV file or a tone.',
};

function microphoneProblem(problem: MicrophoneProblem) {
  return fail(problem, WORDS[problem]);
}
