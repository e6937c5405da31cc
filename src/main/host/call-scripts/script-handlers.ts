/** What the page asks of the call scripts. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { scriptsContract } from '../../../shared/contract/scripts-contract.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { ScriptStore } from './script-store.ts';

export function scriptHandlers(store: ScriptStore): HandlersOf<typeof scriptsContract> {
  return {
    scripts: (_input, sink) => {
      const send = () =>
        void store.list().then(sink.send, error => sink.end({ code: 'failed', message: String(error) }));
      send();
      sink.onCancel(store.changed.on(send));
    },
    saveScript: async ({ script, sounds }) => {
      const saved = await store.save(script, sounds);
      return saved.ok ? ok({}) : saved;
    },
    removeScript: ({ name }) => store.remove(name),
  };
}
