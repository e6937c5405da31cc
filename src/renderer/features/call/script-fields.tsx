import { useState } from 'react';
import { stepWords } from '../../../shared/call-script/call-script.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { ConfirmButton } from '../../ui/confirm.tsx';
import { useStore } from '../../ui/store.ts';
import type { CallForm } from './call-form.ts';
import { draftOf, NEW_DRAFT, type ScriptDraft } from './script-draft.ts';
import { ScriptEditor } from './script-editor.tsx';
import type { ScriptsStore } from './scripts-store.ts';

type FieldsProps = {
  values: CallForm;
  change(part: Partial<CallForm>): void;
  scripts: ScriptsStore;
  client: ConsoleClient | undefined;
};

/** Which script the caller plays, what it does, and a way to make another. */
export function ScriptFields({ values, change, scripts, client }: FieldsProps) {
  const entries = useStore(scripts);
  const [draft, setDraft] = useState<ScriptDraft>();
  const [problem, setProblem] = useState<string>();
  const chosen = entries.find(({ script }) => script.name === values.scriptName) ?? entries[0];
  const remove = async (name: string) => {
    const removed = await client?.removeScript({ name });
    setProblem(removed?.ok === false ? removed.error.message : undefined);
  };
  return (
    <div className="script">
      <div className="row">
        <select
          aria-label="Script"
          value={chosen?.script.name ?? ''}
          onChange={event => change({ scriptName: event.target.value })}
        >
          {entries.map(({ script, shipped }) => (
            <option key={script.name} value={script.name}>
              {script.name}
              {shipped ? '' : ' (yours)'}
            </option>
          ))}
        </select>
        {chosen && (
          <button type="button" onClick={() => setDraft(draftOf(chosen))}>
            {chosen.shipped ? 'Copy and edit' : 'Edit'}
          </button>
        )}
        <button type="button" onClick={() => setDraft(NEW_DRAFT)}>
          New script
        </button>
        {chosen && !chosen.shipped && (
          <ConfirmButton
            label="Remove"
            what={`the script ${chosen.script.name}`}
            title={`Remove the script ${chosen.script.name}?`}
            verb="Remove"
            onConfirm={() => void remove(chosen.script.name)}
          >
            Its steps and its WAV files are deleted. They cannot be had back.
          </ConfirmButton>
        )}
        {problem && (
          <span className="problem" role="alert">
            ✕ {problem}
          </span>
        )}
      </div>
      {chosen?.problem && <p className="problem">✕ {chosen.problem}</p>}
      {chosen && chosen.script.steps.length > 0 && (
        <details>
          <summary className="quiet">
            {chosen.script.about || 'What it does'} {chosen.script.steps.length} steps.
          </summary>
          <ol className="script-steps">
            {chosen.script.steps.map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name, and this list is only read
              <li key={at}>{stepWords(step)}</li>
            ))}
          </ol>
        </details>
      )}
      {draft && client && (
        <ScriptEditor
          draft={draft}
          client={client}
          onClose={() => setDraft(undefined)}
          onSaved={name => {
            setDraft(undefined);
            change({ scriptName: name });
          }}
        />
      )}
    </div>
  );
}
