import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import { numberFormat, wordsFormat } from './formats.ts';
import { Section, SectionWords } from './section.tsx';
import { ChoiceSetting, SwitchSetting, TextSetting } from './setting-fields.tsx';
import { useSettings } from './settings-context.ts';

const at = (field: string) => ['server', field];

/** Where the AudioHook server listens, how it reads a path, and its limits. */
export function ServerSection({ server }: { server: ConsoleStatus['server'] | undefined }) {
  const { given } = useSettings().state;
  return (
    <Section id="server" title="Server">
      <SectionWords>
        <ServerWords server={server} />
        {(given.host !== undefined || given.port !== undefined) && (
          <p className="quiet">
            At this start the command line said{' '}
            <code>
              {[given.host && `--host ${given.host}`, given.port !== undefined && `--port ${given.port}`]
                .filter(Boolean)
                .join(' ')}
            </code>
            . A port or host that is changed here counts from then on.
          </p>
        )}
      </SectionWords>
      <TextSetting
        path={at('port')}
        label="Port"
        format={numberFormat}
        mono
        hint="0 takes a free one. Calls in progress go on; the next one goes to the new port."
      />
      <TextSetting
        path={at('host')}
        label="Host"
        mono
        suggestions={['127.0.0.1', '0.0.0.0', '::1', '::']}
        hint="127.0.0.1: this machine only, which is all that a tunnel needs. 0.0.0.0: the whole network can reach it."
        found="address listen"
      />
      <TextSetting
        path={at('basePath')}
        label="Base path"
        mono
        placeholder="/"
        hint="What of the path is not the Connector ID, such as /audioconnector/v1."
      />
      <TextSetting
        path={at('publicAuthority')}
        label="Public host"
        mono
        placeholder="the Host header"
        hint="The host that Genesys Cloud signs, where a proxy rewrites the Host header: voice.example.com."
        found="authority signature proxy"
      />
      <TextSetting
        path={at('clockSkewS')}
        label="Clock skew"
        format={numberFormat}
        unit="s"
        hint="How far the clock of Genesys Cloud may differ before a signature counts as expired."
      />
      <ChoiceSetting
        path={at('unknownConnector')}
        label="Unknown Connector IDs"
        options={[
          { value: 'default', words: 'are answered by the bot of the console' },
          { value: 'refuse', words: 'are refused with disconnect' },
        ]}
        hint="Those that no connector profile below matches."
      />
      <TextSetting
        path={at('supportedLanguages')}
        label="Supported languages"
        format={wordsFormat}
        mono
        hint="Told to a client that asks for them."
      />
      <SwitchSetting
        path={at('startPaused')}
        label="Open paused"
        hint="Open the session in a pause, and resume when the bot has been started."
      />
      <TextSetting
        path={at('discardTo')}
        label="Discard to"
        mono
        placeholder="nothing is discarded"
        hint="A position such as PT2.0S: what the client buffered before it is not wanted."
      />
      <TextSetting
        path={at('ratePerSecond')}
        label="Frames a second"
        format={numberFormat}
        unit="frames/s"
        hint="To Genesys Cloud on average, each for text and for audio. It disconnects who sends more than 5."
        found="rate limit"
      />
      <TextSetting
        path={at('rateBurst')}
        label="Frames at once"
        format={numberFormat}
        unit="frames"
        hint="Most that may go out at once. Genesys Cloud allows 25."
        found="rate limit burst"
      />
    </Section>
  );
}

function ServerWords({ server }: { server: ConsoleStatus['server'] | undefined }) {
  if (server?.state === 'listening') {
    return (
      <p>
        <span className="dot good" aria-hidden="true" /> Listening at <code>{server.url}</code>
      </p>
    );
  }
  if (server?.state === 'failed') return <p className="problem">✕ {server.reason}</p>;
  return <p className="quiet">Not listening yet.</p>;
}
