import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { bytesWords } from '../../../shared/projections/words.ts';
import { REDACTION_LEVELS, type RedactionLevel } from '../../../shared/redaction/redactor.ts';
import { Problem } from '../../ui/problem.tsx';
import { saveDownload } from '../../ui/save-file.ts';
import { useStore } from '../../ui/store.ts';
import { BundleFiles } from './bundle-files.tsx';
import { createExportStore, type ExportState } from './export-store.ts';
import './bundle.css';

const LEVELS: Record<RedactionLevel, { label: string; hint: string }> = {
  secrets: { label: 'Secrets', hint: 'API keys, client secret, signature, tokens. They are always taken out.' },
  personal: {
    label: 'Secrets and personal data',
    hint: 'Also who called, what was said, variables, digits and instructions; ids become pseudonyms.',
  },
  all: {
    label: 'All but the protocol',
    hint: 'Also every text that is no word of the protocol, addresses and headers.',
  },
};

const VIEWS: Record<SessionSummary['role'], { label: string; hint: string }> = {
  server: {
    label: 'Server’s view',
    hint: 'Both wires: Genesys Cloud and the model.',
  },
  client: { label: 'Caller’s view', hint: 'The caller’s wire: nothing of the model.' },
};

type DialogProps = {
  client: ConsoleClient | undefined;
  /** The one that is open. */
  session: SessionSummary;
  /** All views of its call: a bundle holds one. */
  views: readonly SessionSummary[];
  hasAudio: boolean;
  onClose(): void;
};

/** What a session's bundle will hold, to be looked at before it is saved. */
export function ExportDialog({ client, session, views, hasAudio, onClose }: DialogProps) {
  const [store] = useState(createExportStore);
  const state = useStore(store);
  const [sessionId, setSessionId] = useState(session.id);
  const [level, setLevel] = useState<RedactionLevel>('secrets');
  const [audio, setAudio] = useState(hasAudio);
  useEffect(() => client && store.make(client, { sessionId, level, audio }), [client, store, sessionId, level, audio]);
  const choose = (next: RedactionLevel) => {
    setLevel(next);
    // A voice is personal: whoever takes out what was said has to ask for the sound.
    setAudio(hasAudio && next === 'secrets');
  };
  const [savedTicket, setSavedTicket] = useState<string>();
  const save = () => {
    if (state.phase !== 'ready') return;
    saveDownload(state.bundle.ticket, state.bundle.fileName);
    setSavedTicket(state.bundle.ticket);
  };
  const saved = state.phase === 'ready' && state.bundle.ticket === savedTicket ? state.bundle.fileName : undefined;
  const noSound = audio && state.phase === 'ready' && state.bundle.redaction.audio === 'left-out';
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog export-dialog" data-testid="export-dialog" data-phase={state.phase}>
          <div className="dialog-bar">
            <Dialog.Title className="grow">Export for support</Dialog.Title>
            <Dialog.Close className="plain" aria-label="Close">
              ✕
            </Dialog.Close>
          </div>
          <div className="export-body">
            <div className="export-choice">
              {views.length > 1 && (
                <fieldset>
                  <legend>Whose view of the call</legend>
                  {views.map(({ id, role, state: how }) => (
                    <label key={id} className="export-option">
                      <input
                        type="radio"
                        name="view"
                        checked={sessionId === id}
                        disabled={how === 'live'}
                        onChange={() => setSessionId(id)}
                      />
                      <span>
                        {VIEWS[role].label}
                        <span className="quiet">{VIEWS[role].hint}</span>
                      </span>
                    </label>
                  ))}
                </fieldset>
              )}
              <fieldset>
                <legend>Take out</legend>
                {REDACTION_LEVELS.map(each => (
                  <label key={each} className="export-option">
                    <input type="radio" name="redact" checked={level === each} onChange={() => choose(each)} />
                    <span>
                      {LEVELS[each].label}
                      <span className="quiet">{LEVELS[each].hint}</span>
                    </span>
                  </label>
                ))}
              </fieldset>
              <label className="export-option">
                <input type="checkbox" checked={audio} disabled={!hasAudio} onChange={() => setAudio(!audio)} />
                <span>
                  Include the sound
                  <span className="quiet">
                    {hasAudio
                      ? noSound
                        ? 'There is none here: it was left out of its bundle, or its files are gone.'
                        : 'The tracks as captured, and the call as it was heard.'
                      : 'There is none in this session.'}
                  </span>
                </span>
              </label>
              <TakenOut state={state} />
            </div>
            <div className="export-contents">
              {state.phase === 'making' && <Making state={state} />}
              {state.phase === 'failed' && <Problem words={state.words} />}
              {state.phase === 'ready' && client && <BundleFiles client={client} bundle={state.bundle} />}
            </div>
          </div>
          <div className="export-actions">
            <span className="grow quiet" role="status">
              {saved ? `Saved as ${saved}. ` : ''}Nothing leaves this computer until you send it.
            </span>
            <Dialog.Close>{saved ? 'Done' : 'Cancel'}</Dialog.Close>
            <button type="button" className="primary" disabled={state.phase !== 'ready'} onClick={save}>
              Save bundle{state.phase === 'ready' && ` (${bytesWords(state.bundle.bytes)})`}
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Making({ state }: { state: Extract<ExportState, { phase: 'making' }> }) {
  const { progress } = state;
  return (
    <div className="export-making">
      <p role="status">{progress ? `Writing ${progress.file}…` : 'Reading the session…'}</p>
      <progress
        aria-label="Progress of the export"
        max={progress?.total ?? 1}
        {...(progress ? { value: progress.done } : {})}
      />
    </div>
  );
}

/** What was found and removed, with how often it stood there. */
function TakenOut({ state }: { state: ExportState }) {
  if (state.phase !== 'ready') return null;
  const { marks, ids } = state.bundle.redaction;
  const found = Object.entries(marks).sort(([, a], [, b]) => b - a);
  return (
    <div className="export-marks" data-testid="taken-out">
      <h3>Taken out</h3>
      {found.length === 0 && <p className="quiet">Nothing had to be taken out.</p>}
      <dl>
        {found.map(([mark, times]) => (
          <div key={mark}>
            <dt>{mark.replace(/^\w+:/, '')}</dt>
            <dd className="number">{times}</dd>
          </div>
        ))}
        {ids > 0 && (
          <div>
            <dt>ids, replaced by pseudonyms</dt>
            <dd className="number">{ids}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
