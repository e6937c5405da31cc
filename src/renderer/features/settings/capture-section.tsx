import { useEffect, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { wallTime } from '../../ui/format.ts';
import { numberFormat } from './formats.ts';
import { Section, SectionWords } from './section.tsx';
import { TextSetting } from './setting-fields.tsx';
import { useFound, useSettings } from './settings-context.ts';

type Preview = Extract<Awaited<ReturnType<ConsoleClient['retentionPreview']>>, { ok: true }>['value'];

/** How long sessions are kept, and which of them would go. */
export function CaptureSection() {
  return (
    <Section id="capture" title="Capture and retention">
      <SectionWords>
        <p className="quiet">
          Every session is kept until you delete it, or until it is over a limit that you set here. What a limit deletes
          is shown here first, at least 10 minutes long, and lies in the folder “deleted” for a day after it.
        </p>
      </SectionWords>
      <TextSetting
        path={['capture', 'keepDays']}
        label="Keep sessions for"
        format={numberFormat}
        placeholder="ever"
        unit="days"
        hint="Sessions that ended longer ago are deleted."
        found="retention age delete old"
      />
      <TextSetting
        path={['capture', 'keepMB']}
        label="Keep at most"
        format={numberFormat}
        placeholder="all"
        unit="MB"
        hint="Of all sessions together; the oldest beyond it are deleted."
        found="retention size disk delete"
      />
      <RetentionPreview />
    </Section>
  );
}

/** Asked anew when a limit changes, and after sessions were deleted. */
function RetentionPreview() {
  const { state, client } = useSettings();
  const found = useFound('retention delete preview');
  const { keepDays, keepMB } = state.settings.capture;
  const [preview, setPreview] = useState<Preview>();
  const [said, setSaid] = useState('');
  const isOff = keepDays === undefined && keepMB === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another limit, or less to delete, has another answer
  useEffect(() => {
    let shown = true;
    void client.retentionPreview({}).then(answer => {
      if (shown && answer.ok) setPreview(answer.value);
    });
    return () => {
      shown = false;
    };
  }, [client, keepDays, keepMB, said]);
  if (!found || isOff || !preview) return null;
  const { sessionIds, bytes, oldest, newest, at } = preview;
  const count = `${sessionIds.length} ${sessionIds.length === 1 ? 'session' : 'sessions'}`;
  const now = new Date();
  const deleteNow = async () => {
    const answer = await client.deleteSessions({ sessionIds });
    setSaid(
      answer.ok
        ? [`${answer.value.sessionIds.length} deleted.`, ...answer.value.failures].join(' ')
        : answer.error.message,
    );
  };
  return (
    <div className="setting settings-words" data-testid="retention-preview">
      {sessionIds.length === 0 || oldest === undefined || newest === undefined ? (
        <p role="status">{said} No session is over these limits.</p>
      ) : (
        <div className="row">
          <p role="status" className="grow">
            <span className="warning" aria-hidden="true">
              ▲
            </span>{' '}
            {said} {count} ({(bytes / 1e6).toFixed(1)} MB) of {wallTime(oldest, now)}
            {oldest === newest ? '' : ` to ${wallTime(newest, now)}`} would go
            {at === undefined ? '' : `, at ${wallTime(at, now)}`}.
          </p>
          <button type="button" onClick={() => void deleteNow()}>
            Delete them now
          </button>
        </div>
      )}
    </div>
  );
}
