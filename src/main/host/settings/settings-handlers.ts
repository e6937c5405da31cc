/** What the page asks of the settings and the secrets. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { SettingsState, settingsContract } from '../../../shared/contract/settings-contract.ts';
import type { Secrets } from './secrets.ts';
import type { SettingsStore } from './settings-store.ts';

export function settingsHandlers(
  settings: SettingsStore,
  secrets: Secrets,
  given: SettingsState['given'],
): HandlersOf<typeof settingsContract> {
  const now = (): SettingsState => ({
    file: settings.file,
    settings: settings.current,
    document: settings.document,
    unknown: [...settings.unknown],
    ...(settings.problem !== undefined && { problem: settings.problem }),
    ...(settings.undoable !== undefined && { undoable: settings.undoable }),
    given,
  });
  return {
    settings: (_input, sink) => {
      sink.send(now());
      sink.onCancel(settings.changed.on(() => sink.send(now())));
    },
    changeSetting: ({ path, value }) => settings.change(path, value),
    undoSettings: () => settings.undo(),
    secrets: (_input, sink) => {
      sink.send(secrets.state);
      sink.onCancel(secrets.changed.on(() => sink.send(secrets.state)));
    },
    setSecret: ({ name, value, keep }) => secrets.set(name, value, keep),
    forgetSecret: ({ name }) => secrets.forget(name),
  };
}
