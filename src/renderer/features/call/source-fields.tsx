import { type DragEvent, useEffect, useRef, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { LevelMeter } from '../../ui/level-meter.tsx';
import { createStore } from '../../ui/store.ts';
import { type CallForm, SOURCES, type SourceName } from './call-form.ts';
import {
  foreseenProblem,
  levelDbfs,
  listMicrophones,
  type Microphone,
  type MicrophoneDevice,
  microphonePermission,
  openMicrophone,
} from './microphone.ts';
import { ScriptFields } from './script-fields.tsx';
import type { ScriptsStore } from './scripts-store.ts';

const NAMES: Record<SourceName, string> = {
  microphone: 'Microphone',
  wav: 'WAV file',
  script: 'Script',
  tone: 'Tone',
  silence: 'Silence',
};
/** An hour of stereo at 48 kHz is ten times this; a caller's line is not. The whole file travels to the host. */
const MOST_WAV_BYTES = 32 * 1024 * 1024;

type FieldsProps = { values: CallForm; change(part: Partial<CallForm>): void };
type SourceProps = FieldsProps & { scripts: ScriptsStore; client: ConsoleClient | undefined };

/** What the caller says: one of the sources, and what that source needs. */
export function SourceFields({ values, change, scripts, client }: SourceProps) {
  return (
    <fieldset className="row">
      <legend className="visually-hidden">Source</legend>
      <span className="call-label">Say</span>
      {SOURCES.map(source => (
        <label key={source}>
          <input type="radio" name="source" checked={values.source === source} onChange={() => change({ source })} />{' '}
          {NAMES[source]}
        </label>
      ))}
      {values.source === 'microphone' && <MicrophoneFields values={values} change={change} />}
      {values.source === 'wav' && <WavField values={values} change={change} />}
      {values.source === 'script' && <ScriptFields values={values} change={change} scripts={scripts} client={client} />}
      {values.source === 'tone' && (
        <label className="row">
          Frequency
          <input
            className="call-short"
            inputMode="numeric"
            value={values.frequencyHz}
            onChange={event => change({ frequencyHz: event.target.value })}
          />
          Hz
        </label>
      )}
    </fieldset>
  );
}

function MicrophoneFields({ values, change }: FieldsProps) {
  const foreseen = useForeseen();
  const [devices, setDevices] = useState<readonly MicrophoneDevice[]>([]);
  const [check, setCheck] = useState<Check>({ state: 'off' });
  useEffect(() => {
    const read = () => void listMicrophones().then(setDevices);
    read();
    navigator.mediaDevices?.addEventListener('devicechange', read);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', read);
  }, []);
  const there = useRef(true);
  useEffect(() => {
    there.current = true;
    return () => {
      there.current = false;
    };
  }, []);
  useEffect(() => {
    if (check.state === 'on') return () => check.microphone.stop();
  }, [check]);

  const toggle = async () => {
    if (check.state === 'on') {
      setCheck({ state: 'off' });
      return;
    }
    const opened = await openMicrophone(values.deviceId || undefined);
    if (!opened.ok) {
      setCheck({ state: 'failed', words: opened.error.message });
      return;
    }
    // The browser may have asked for so long that nobody is here any more.
    if (!there.current) {
      opened.value.stop();
      return;
    }
    const level = createStore(-100);
    opened.value.onPiece(samples => level.set(levelDbfs(samples)));
    setCheck({ state: 'on', microphone: opened.value, level });
    // Names are told only once the permission is given.
    setDevices(await listMicrophones());
  };
  return (
    <>
      <select
        aria-label="Microphone device"
        value={values.deviceId}
        onChange={event => {
          change({ deviceId: event.target.value });
          setCheck({ state: 'off' });
        }}
      >
        <option value="">System default</option>
        {devices
          .filter(device => device.id !== 'default')
          .map(device => (
            <option key={device.id} value={device.id}>
              {device.name}
            </option>
          ))}
      </select>
      <button type="button" aria-pressed={check.state === 'on'} onClick={() => void toggle()}>
        Check level
      </button>
      {check.state === 'on' && <LevelMeter name="Microphone level" level={check.level} tone="caller" />}
      {check.state === 'failed' ? (
        <span className="problem call-source-words" role="alert">
          ✕ {check.words}
        </span>
      ) : (
        foreseen !== undefined && (
          <span className="call-source-words" role="status" data-testid="microphone-foreseen">
            <span className="warning" aria-hidden="true">
              ▲
            </span>{' '}
            {foreseen}
          </span>
        )
      )}
    </>
  );
}

/** What would keep a call from the microphone, kept up to date: a device is plugged in, a permission is given. */
function useForeseen(): string | undefined {
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let permission: PermissionStatus | undefined;
    let wanted = true;
    const read = () => void foreseenProblem().then(found => wanted && setProblem(found));
    read();
    void microphonePermission().then(found => {
      if (!wanted) return;
      permission = found;
      permission?.addEventListener('change', read);
    });
    navigator.mediaDevices?.addEventListener('devicechange', read);
    return () => {
      wanted = false;
      permission?.removeEventListener('change', read);
      navigator.mediaDevices?.removeEventListener('devicechange', read);
    };
  }, []);
  return problem;
}

type Check =
  | { readonly state: 'off' }
  | { readonly state: 'failed'; readonly words: string }
  | { readonly state: 'on'; readonly microphone: Microphone; readonly level: ReturnType<typeof createStore<number>> };

function WavField({ values, change }: FieldsProps) {
  const [problem, setProblem] = useState<string>();
  /** The file that was chosen last: a larger one that was chosen before it may be read after it. */
  const chosen = useRef<File>(undefined);
  const take = async (file: File | undefined) => {
    if (!file) return;
    chosen.current = file;
    if (file.size > MOST_WAV_BYTES) {
      setProblem(`${file.name} is larger than 32 MB. Cut it, or convert it to 8 kHz mono.`);
      return;
    }
    const bytes = await bytesOf(file);
    if (chosen.current !== file) return;
    if (typeof bytes === 'string') {
      setProblem(`${file.name} cannot be read: ${bytes} Choose another one, or drop it here.`);
      return;
    }
    // The rest of it is for the host to judge: a long file would hold the page up.
    if (!/^RIFF.{4}WAVE/s.test(new TextDecoder('latin1').decode(bytes.subarray(0, 12)))) {
      setProblem(`${file.name} is no WAV file. Save it as one: 16-bit PCM or µ-law.`);
      return;
    }
    setProblem(undefined);
    change({ wav: { name: file.name, bytes } });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  return (
    <label className="row call-drop" onDragOver={event => event.preventDefault()} onDrop={onDrop}>
      <input
        type="file"
        aria-label="WAV file to say"
        accept=".wav,audio/wav,audio/x-wav"
        onChange={event => void take(event.target.files?.[0])}
      />
      <span className="quiet">
        {values.wav ? `${problem ? 'still says' : 'says'} ${values.wav.name}` : 'or drop one here'}
      </span>
      {problem && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </label>
  );
}

/** The bytes, or why they cannot be read: the file was moved, or belongs to somebody else. */
async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer> | string> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
