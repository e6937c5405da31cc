import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { COMMAND_LIST, LIST_KEYS, WAVE_KEYS } from '../../shared/commands/command-list.ts';
import { useCommand } from './commands.ts';
import { keyWords } from './keys.ts';
import './commands.css';

const GROUPS = ['Session', 'Log', 'Console'] as const;

/** `?`: every key, in one box over the page. */
export function KeysOverlay() {
  const [open, setOpen] = useState(false);
  const mac = navigator.platform.startsWith('Mac');
  useCommand('console.keys', () => setOpen(true));
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog keys-dialog">
          <div className="dialog-bar">
            <Dialog.Title className="grow">Keys</Dialog.Title>
            <Dialog.Close className="plain" aria-label="Close">
              ✕
            </Dialog.Close>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reached by keyboard */}
          <section className="keys-groups" tabIndex={0} aria-label="All keys">
            {GROUPS.map(group => (
              <section key={group}>
                <h3 className="quiet">{group}</h3>
                <dl className="keys-list">
                  {COMMAND_LIST.filter(command => command.group === group && command.key).map(({ id, key, words }) => (
                    <KeyLine key={id} keys={[keyWords(key ?? '', mac)]} words={words} />
                  ))}
                </dl>
              </section>
            ))}
            <section>
              <h3 className="quiet">Lists</h3>
              <KeyLines lines={LIST_KEYS} />
            </section>
            <section>
              <h3 className="quiet">Waveforms</h3>
              <KeyLines lines={WAVE_KEYS} />
            </section>
          </section>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function KeyLines({ lines }: { lines: typeof LIST_KEYS }) {
  return (
    <dl className="keys-list">
      {lines.map(({ keys, words }) => (
        <KeyLine key={words} keys={keys} words={words} />
      ))}
    </dl>
  );
}

function KeyLine({ keys, words }: { keys: readonly string[]; words: string }) {
  return (
    <>
      <dt>
        {keys.map(key => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </>
  );
}
