/** What the desktop around the page asks for: a command of its menu, a capture that was opened. */
import { useEffect } from 'react';
import { useCommands } from '../commands/commands.ts';
import { useClient, useParts } from './parts.ts';

export function useDesktopNews(): void {
  const client = useClient();
  const commands = useCommands();
  const { sessions, view } = useParts();
  useEffect(() => {
    return client?.desktop(
      {},
      {
        item: item => {
          if (item.type === 'command') commands.run(item.id);
          else {
            view.set('session');
            sessions.selectWhenListed(item.sessionId, true);
          }
        },
      },
    );
  }, [client, commands, sessions, view]);
}
