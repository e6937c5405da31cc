/** What the page asks of the console itself. */
import type { HandlersOf } from '../../shared/contract/define.ts';
import type { ConsoleStatus, statusContract } from '../../shared/contract/status-contract.ts';
import type { Emitter } from '../../shared/lib/emitter.ts';
import { ok } from '../../shared/lib/result.ts';
import type { Listener } from './audiohook-server/listener.ts';
import type { BotChoice } from './bots/bot-choice.ts';
import type { CredentialsStore } from './settings/credentials-store.ts';

export type StatusParts = {
  status(): ConsoleStatus;
  statusChanged: Emitter<void>;
  credentials: CredentialsStore;
  bots: BotChoice;
  listener: Listener;
};

export function statusHandlers(parts: StatusParts): HandlersOf<typeof statusContract> {
  return {
    status: (_input, sink) => {
      sink.send(parts.status());
      sink.onCancel(parts.statusChanged.on(() => sink.send(parts.status())));
    },
    credentials: () => {
      const { apiKey, clientSecret } = parts.credentials.own;
      return ok({ apiKey, clientSecret });
    },
    listenOnFreePort: () => parts.listener.listenOnFreePort(),
    selectBot: ({ bot }) => parts.bots.choose(bot),
  };
}
