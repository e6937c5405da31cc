import { Menu } from '@base-ui/react/menu';
import { useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SavedPart } from '../../../shared/contract/saves-contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { saveDownload } from '../../ui/save-file.ts';
import { ExportDialog } from './export-dialog.tsx';

type MenuProps = {
  client: ConsoleClient | undefined;
  session: SessionSummary;
  /** All views of its call, the open one among them. */
  views: readonly SessionSummary[];
  /** There is no sound in it. */
  silent: boolean;
};

/** What of a session can be kept as a file: all of it for support, or a part. */
export function SaveMenu({ client, session, views, silent }: MenuProps) {
  const [exporting, setExporting] = useState(false);
  const [failure, setFailure] = useState<string>();
  const live = session.state === 'live';
  const save = async (part: SavedPart) => {
    if (!client) return;
    setFailure(undefined);
    const readied = await client.savePart({ sessionId: session.id, part });
    if (readied.ok) saveDownload(readied.value.ticket, readied.value.fileName);
    else setFailure(readied.error.message);
  };
  const parts: { label: string; part: SavedPart }[] = [
    { label: 'Log as NDJSON', part: { what: 'log' } },
    { label: 'Transcript as text', part: { what: 'transcript', form: 'txt' } },
    { label: 'Transcript as WebVTT', part: { what: 'transcript', form: 'vtt' } },
    ...(silent ? [] : [{ label: 'Call as WAV, caller left, bot right', part: { what: 'call' } as const }]),
    ...(silent ? [] : Object.keys(session.tracks)).map(track => ({
      label: `Track ${track} as WAV`,
      part: { what: 'track', track } as const,
    })),
  ];
  return (
    <>
      {failure && (
        <span className="problem cut" role="alert" title={failure}>
          {failure}
        </span>
      )}
      <Menu.Root>
        <Menu.Trigger disabled={!client} onClick={() => setFailure(undefined)}>
          Save…
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="popup-positioner" align="end" sideOffset={2}>
            <Menu.Popup className="popup">
              <Menu.Item className="popup-item" disabled={live} onClick={() => setExporting(true)}>
                {live ? 'Export for support: when the call is over' : 'Export for support…'}
              </Menu.Item>
              <Menu.Separator className="popup-line" />
              {parts.map(({ label, part }) => (
                <Menu.Item key={label} className="popup-item" onClick={() => void save(part)}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {exporting && (
        <ExportDialog {...{ client, session, views }} hasAudio={!silent} onClose={() => setExporting(false)} />
      )}
    </>
  );
}
