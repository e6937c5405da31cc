import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import { Section } from './section.tsx';
import { useFound } from './settings-context.ts';

/** What is kept, where, and what leaves this machine: nothing to set, but to know. */
export function PrivacySection({ status, file }: { status: ConsoleStatus | undefined; file: string }) {
  const found = useFound('privacy', 'data folder keeps sends network telemetry masked secrets');
  return (
    <Section id="privacy" title="Privacy">
      {found && (
        <dl className="setting settings-facts">
          <dt>Kept on this machine</dt>
          <dd>
            Every call with its messages and its sound, in <code>{status?.dataDir ?? ''}</code>; settings in{' '}
            <code>{file}</code>. Only you can read them.
          </dd>
          <dt>Never kept</dt>
          <dd>API keys, client secrets, signatures and bearer tokens: they are masked before anything is written.</dd>
          <dt>Sent to others</dt>
          <dd>
            The caller’s voice and variables go to the Realtime API only where OpenAI, or a profile’s own server,
            answers. Nothing else leaves: no telemetry, no look for updates.
          </dd>
        </dl>
      )}
    </Section>
  );
}
