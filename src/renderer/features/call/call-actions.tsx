import { useState } from 'react';
import { type CloseReason, closeReasonSchema } from '../../../shared/audiohook/messages.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import type { CallController } from './call-controller.ts';

const REASON_WORDS: Readonly<Record<CloseReason, string>> = {
  end: 'end: the caller hangs up',
  error: 'error: Genesys Cloud has a fault',
  disconnect: 'disconnect: as if the server had asked for it',
  reconnect: 'reconnect: the session goes on elsewhere',
};
const LOST_MS = 1000;

/** What Genesys Cloud, and not the caller, does in a call: pause, change the language, lose audio. */
export function CallActions({ call, open, paused }: { call: CallController; open: boolean; paused: boolean }) {
  const [language, setLanguage] = useState('fr-ca');
  return (
    <>
      <button type="button" aria-pressed={paused} disabled={!open} onClick={() => call.setPaused(!paused)}>
        Pause audio
      </button>
      <Disclosure label="More" title="Language, lost audio, reason of the end" boxName="More of this call">
        <div className="call-actions">
          <form
            className="row"
            onSubmit={event => {
              event.preventDefault();
              if (open && language.trim() !== '') call.updateLanguage(language.trim());
            }}
          >
            <label className="row">
              Language
              <input className="call-short mono" value={language} onChange={event => setLanguage(event.target.value)} />
            </label>
            <button type="submit" disabled={!open || language.trim() === ''}>
              Send update
            </button>
          </form>
          <button type="button" disabled={!open} onClick={() => call.discard(LOST_MS)}>
            Lose 1 s of audio
          </button>
          <fieldset className="call-actions">
            <legend>Hang up, and give as the reason</legend>
            {closeReasonSchema.options.map(reason => (
              <button key={reason} type="button" disabled={!open} onClick={() => call.hangUp(reason)}>
                {REASON_WORDS[reason]}
              </button>
            ))}
          </fieldset>
        </div>
      </Disclosure>
    </>
  );
}
