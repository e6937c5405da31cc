/** Questions of models that a person answers by hand; fed by the contract's `questions`. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { OpenQuestion } from '../../../shared/contract/questions-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

/** A question, and when its time is over on this page's clock (ms of `performance.now`). */
export type TimedQuestion = OpenQuestion & { readonly untilMs: number };

export type QuestionsStore = ReadableStore<readonly TimedQuestion[]> & {
  /** Reads from `client` until the returned function is called. */
  attach(client: ConsoleClient): () => void;
};

export function createQuestionsStore(): QuestionsStore {
  const store = createStore<readonly TimedQuestion[]>([]);
  return {
    get: store.get,
    subscribe: store.subscribe,
    attach: client =>
      client.questions(
        {},
        {
          item: questions => {
            const now = performance.now();
            store.set(questions.map(question => ({ ...question, untilMs: now + question.leftMs })));
          },
          end: () => store.set([]),
        },
      ),
  };
}
