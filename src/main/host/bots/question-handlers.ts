/** What the page asks of the functions that a person answers. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { questionsContract } from '../../../shared/contract/questions-contract.ts';
import type { HumanAnswers } from './human-answers.ts';

export function questionHandlers(humans: HumanAnswers): HandlersOf<typeof questionsContract> {
  return {
    questions: (_input, sink) => {
      const tell = () =>
        sink.send(humans.open.map(question => ({ ...question, arguments: { ...question.arguments } })));
      tell();
      sink.onCancel(humans.changed.on(tell));
    },
    answerQuestion: ({ questionId, answer }) => humans.answer(questionId, answer),
  };
}
