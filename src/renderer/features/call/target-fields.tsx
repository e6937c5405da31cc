import { Autocomplete } from '@base-ui/react/autocomplete';
import { useRef, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { SecretInput } from '../../ui/secret-input.tsx';
import { useStore } from '../../ui/store.ts';
import type { CallForm } from './call-form.ts';
import type { RecentTargetsStore } from './recent-targets-store.ts';

type FieldsProps = {
  values: CallForm;
  recent: RecentTargetsStore;
  client: ConsoleClient | undefined;
  change(part: Partial<CallForm>): void;
};

/** What stands in the field while the console calls itself. */
const OWN = 'This console';
const NO_CREDENTIALS = { apiKey: '', clientSecret: '' };

type Choice = { readonly text: string; readonly help: string; readonly connectorId?: string };

/** Whom to call: this console, a server that was called before, or any address; and as whom. */
export function TargetFields({ values, recent, client, change }: FieldsProps) {
  const known = useStore(recent);
  const [problem, setProblem] = useState<string>();
  const [open, setOpen] = useState(false);
  const choices: Choice[] = [
    { text: OWN, help: 'its own server, with its own credentials' },
    ...known.map(({ url, connectorId }) => ({ text: url, help: connectorId, connectorId })),
  ];
  const field = useRef<HTMLInputElement>(null);
  const ownId = useRef(values.connectorId);
  if (!values.elsewhere) ownId.current = values.connectorId;
  const backHome = () => change({ elsewhere: false, url: '', connectorId: ownId.current, ...NO_CREDENTIALS });
  const isKnown = values.elsewhere && known.some(({ url }) => url === values.url);
  const forget = async () => {
    const forgotten = await client?.forgetTarget({ url: values.url });
    setProblem(forgotten?.ok === false ? forgotten.error.message : undefined);
    if (!forgotten?.ok) return;
    backHome();
    field.current?.focus();
  };
  return (
    <fieldset className="row">
      <legend className="visually-hidden">Target</legend>
      <span className="call-label" aria-hidden="true">
        To
      </span>
      <Autocomplete.Root
        items={choices}
        mode="none"
        openOnInputClick
        open={open}
        // Whoever types an address wants no list over the fields that come next.
        onOpenChange={(next, { reason }) => setOpen(next && reason !== 'input-change')}
        value={values.elsewhere ? values.url : OWN}
        itemToStringValue={(choice: Choice) => choice.text}
        onValueChange={(text, { reason }) => {
          // Escape closes the list; it does not take back what was typed.
          if (reason === 'escape-key') return;
          setProblem(undefined);
          if (text === OWN) return values.elsewhere ? backHome() : undefined;
          change({ elsewhere: true, url: text });
          const chosen = reason === 'item-press' ? choices.find(choice => choice.text === text) : undefined;
          // One server's credentials are not for the next.
          if (chosen && text !== values.url) change(NO_CREDENTIALS);
          if (chosen?.connectorId !== undefined) change({ connectorId: chosen.connectorId });
        }}
      >
        <Autocomplete.Input
          ref={field}
          className="call-url mono"
          aria-label="To"
          placeholder="wss://server.example/audiohook"
          title="This console, a server that was called before, or any ws:// or wss:// address"
          spellCheck={false}
          autoComplete="off"
          onFocus={event => event.currentTarget.select()}
        />
        <Autocomplete.Trigger className="plain call-open" aria-label="Servers called before">
          ▾
        </Autocomplete.Trigger>
        <Autocomplete.Portal>
          <Autocomplete.Positioner className="popup-positioner" sideOffset={2} align="start">
            <Autocomplete.Popup className="popup call-targets">
              <Autocomplete.List>
                {(choice: Choice) => (
                  <Autocomplete.Item key={choice.text} value={choice} className="popup-item call-target">
                    <span className={choice.text === OWN ? '' : 'mono'}>{choice.text}</span>
                    <span className="quiet">{choice.help}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      {isKnown && (
        <button type="button" className="plain" title="Take it off the list" onClick={() => void forget()}>
          Forget
        </button>
      )}
      {problem && (
        <span className="problem" role="alert">
          ✕ {problem}
        </span>
      )}
      {values.elsewhere && (
        <>
          <SecretInput
            aria-label="API key"
            placeholder="API key"
            title="Not kept beyond this page"
            value={values.apiKey}
            onValue={text => change({ apiKey: text })}
          />
          <SecretInput
            className="call-secret"
            aria-label="Client secret"
            placeholder="Client secret (base64)"
            title="Not kept beyond this page"
            value={values.clientSecret}
            onValue={text => change({ clientSecret: text })}
          />
        </>
      )}
      <label className="row">
        Connector ID
        <input
          className="mono"
          value={values.connectorId}
          onChange={event => change({ connectorId: event.target.value })}
        />
      </label>
    </fieldset>
  );
}
