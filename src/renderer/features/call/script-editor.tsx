import { Dialog } from '@base-ui/react/dialog';
import { type DragEvent, useState } from 'react';
import { closeReasonSchema } from '../../../shared/audiohook/messages.ts';
import { type ScriptStep, SHIPPED_SPEECH, type ShippedSpeech } from '../../../shared/call-script/call-script.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { KINDS, moved, type ScriptDraft, STEP_KINDS, type StepKind, withSounds, withStep } from './script-draft.ts';

type EditorProps = { draft: ScriptDraft; client: ConsoleClient; onClose(): void; onSaved(name: string): void };

const isKind = (value: string): value is StepKind => KINDS.some(kind => kind === value);

/** A script step by step: added, changed, moved, saved under a name. */
export function ScriptEditor({ draft: initial, client, onClose, onSaved }: EditorProps) {
  const [draft, setDraft] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const edit = (next: ScriptDraft) => {
    setDraft(next);
    setProblem(undefined);
  };
  const setStep = (at: number, step: ScriptStep) =>
    edit({ ...draft, steps: draft.steps.map((one, index) => (index === at ? { ...one, step } : one)) });
  const take = async (files: readonly File[]) => {
    const sounds = await Promise.all(
      files.map(async file => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
    edit(withSounds(draft, sounds));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    void take([...event.dataTransfer.files]);
  };
  const save = async () => {
    const name = draft.name.trim();
    const script = { name, about: draft.about, steps: draft.steps.map(({ step }) => step) };
    const saved = await client.saveScript({ script, sounds: [...draft.sounds] });
    if (saved.ok) onSaved(name);
    else setProblem(saved.error.message);
  };
  const wavs = [...new Set([...draft.saved, ...draft.sounds.map(({ name }) => name)])];
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog script-editor" onDragOver={event => event.preventDefault()} onDrop={onDrop}>
          <div className="dialog-bar">
            <Dialog.Title className="grow">Call script</Dialog.Title>
            <Dialog.Close className="plain" aria-label="Close">
              ✕
            </Dialog.Close>
          </div>
          <div className="script-body">
            <div className="row">
              <label className="row">
                Name
                <input value={draft.name} onChange={event => edit({ ...draft, name: event.target.value })} />
              </label>
              <label className="row grow">
                About
                <input
                  className="grow"
                  value={draft.about}
                  onChange={event => edit({ ...draft, about: event.target.value })}
                />
              </label>
            </div>
            <ol className="script-rows">
              {draft.steps.map(({ key, step }, at) => (
                <li key={key} className="row">
                  <select
                    aria-label={`Step ${at + 1}`}
                    value={step.do}
                    onChange={event => isKind(event.target.value) && setStep(at, STEP_KINDS[event.target.value].step)}
                  >
                    {KINDS.map(kind => (
                      <option key={kind} value={kind}>
                        {STEP_KINDS[kind].words}
                      </option>
                    ))}
                  </select>
                  <StepFields step={step} at={at} wavs={wavs} onChange={next => setStep(at, next)} />
                  <span className="grow" />
                  <button
                    type="button"
                    aria-label={`Step ${at + 1} earlier`}
                    disabled={at === 0}
                    onClick={() => edit(moved(draft, at, -1))}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    aria-label={`Step ${at + 1} later`}
                    disabled={at === draft.steps.length - 1}
                    onClick={() => edit(moved(draft, at, 1))}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    aria-label={`Remove step ${at + 1}`}
                    onClick={() => edit({ ...draft, steps: draft.steps.filter(one => one.key !== key) })}
                  >
                    ✕
                  </button>
                </li>
              ))}
            </ol>
            <div className="row">
              <button type="button" onClick={() => edit(withStep(draft, 'wait'))}>
                Add a step
              </button>
              <label className="row call-drop">
                <input
                  type="file"
                  multiple
                  aria-label="WAV files of the script"
                  accept=".wav,audio/wav,audio/x-wav"
                  onChange={event => void take([...(event.target.files ?? [])])}
                />
                <span className="quiet">WAV files, or drop them here{wavs.length > 0 && `: ${wavs.join(', ')}`}</span>
              </label>
            </div>
            <p className="problem" role="alert">
              {problem && `✕ ${problem}`}
            </p>
          </div>
          <div className="row script-buttons">
            <Dialog.Close>Cancel</Dialog.Close>
            <button
              type="button"
              className="primary"
              disabled={draft.name.trim() === '' || draft.steps.length === 0}
              onClick={() => void save()}
            >
              Save script
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type StepProps = { step: ScriptStep; at: number; wavs: readonly string[]; onChange(step: ScriptStep): void };

function StepFields({ step, at, wavs, onChange }: StepProps) {
  const name = `of step ${at + 1}`;
  switch (step.do) {
    case 'say':
      return (
        <select
          aria-label={`WAV file ${name}`}
          value={step.wav}
          onChange={event => onChange({ ...step, wav: event.target.value })}
        >
          <option value="">{wavs.length === 0 ? 'drop a WAV file below' : 'choose a file'}</option>
          {wavs.map(one => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      );
    case 'speak':
      return (
        <select
          aria-label={`Sentence ${name}`}
          value={step.speech}
          onChange={event => onChange({ ...step, speech: event.target.value as ShippedSpeech })}
        >
          {Object.entries(SHIPPED_SPEECH).map(([speech, text]) => (
            <option key={speech} value={speech}>
              {text}
            </option>
          ))}
        </select>
      );
    case 'listen':
      return (
        <>
          <Time name={`Silence ${name}`} value={step.quietMs} onChange={quietMs => onChange({ ...step, quietMs })} />
          <span className="quiet">at most</span>
          <Time
            name={`Longest wait ${name}`}
            value={step.atMostMs}
            onChange={atMostMs => onChange({ ...step, atMostMs })}
          />
        </>
      );
    case 'wait-for-bot':
      return (
        <>
          <Time name={`Speech ${name}`} value={step.ms} onChange={ms => onChange({ ...step, ms })} />
          <span className="quiet">at most</span>
          <Time
            name={`Longest wait ${name}`}
            value={step.atMostMs}
            onChange={atMostMs => onChange({ ...step, atMostMs })}
          />
        </>
      );
    case 'press':
      return (
        <input
          className="call-short mono"
          aria-label={`Keys ${name}`}
          value={step.digits}
          onChange={event => onChange({ ...step, digits: event.target.value })}
        />
      );
    case 'language':
      return (
        <input
          className="call-short mono"
          aria-label={`Language ${name}`}
          value={step.language}
          onChange={event => onChange({ ...step, language: event.target.value })}
        />
      );
    case 'hang-up':
      return (
        <select
          aria-label={`Reason ${name}`}
          value={step.reason}
          onChange={event => onChange({ ...step, reason: closeReasonSchema.parse(event.target.value) })}
        >
          {closeReasonSchema.options.map(reason => (
            <option key={reason} value={reason}>
              {reason}
            </option>
          ))}
        </select>
      );
    case 'wait':
    case 'pause':
    case 'mute':
    case 'discard':
      return <Time name={`Time ${name}`} value={step.ms} onChange={ms => onChange({ ...step, ms })} />;
  }
}

function Time({ name, value, onChange }: { name: string; value: number; onChange(value: number): void }) {
  return (
    <span className="row">
      <input
        className="call-short"
        inputMode="numeric"
        aria-label={`${name}, ms`}
        value={value}
        onChange={event => onChange(Number(event.target.value.replace(/\D/g, '')))}
      />
      ms
    </span>
  );
}
