/** The page's composition root. The first import must stay first: it forbids zod to compile schemas with eval. */
import './zod-without-eval.ts';

import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/parts.css';
import { createRoot } from 'react-dom/client';
import { CommandsProvider, createCommands, listenForKeys } from '../commands/commands.ts';
import { App } from './app.tsx';
import { contractUrl } from './carriers.ts';
import { connectByIpc, connectByWebSocket } from './connection.ts';
import { createParts, PartsProvider } from './parts.ts';

const bridge = window.audiohookConsole;
const connection = bridge ? connectByIpc(bridge) : connectByWebSocket(contractUrl(window.location));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
const commands = createCommands();
listenForKeys(commands, document);
createRoot(root).render(
  <PartsProvider value={createParts(connection)}>
    <CommandsProvider value={commands}>
      <App />
    </CommandsProvider>
  </PartsProvider>,
);
