/** What the page asks of the pairs that the server accepts. */
import type { credentialsContract } from '../../../shared/contract/credentials-contract.ts';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { CredentialsStore } from './credentials-store.ts';

export function credentialsHandlers(store: CredentialsStore): HandlersOf<typeof credentialsContract> {
  const now = () => ({
    changeable: store.changeable,
    pairs: store.list.map(({ name, policy }, index) => ({ name, policy, own: index === 0 })),
  });
  return {
    acceptedCredentials: (_input, sink) => {
      sink.send(now());
      sink.onCancel(store.changed.on(() => sink.send(now())));
    },
    revealCredentials: ({ name }) => store.reveal(name),
    addCredentials: wanted => store.add(wanted),
    regenerateCredentials: ({ name }) => store.regenerate(name),
    removeCredentials: ({ name }) => store.remove(name),
  };
}
