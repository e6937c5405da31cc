import { type FormEvent, useEffect, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { useStore } from '../../ui/store.ts';
import type { QuestionsStore, TimedQuestion } from './questions-store.ts';
import './questions.css';

/** A form for each function that a model called and that is answered by hand: the caller waits meanwhile. */
export function Questions({ store, client }: { store: QuestionsStore; client: ConsoleClient | undefined }) {
  const questions = useStore(store);
  if (!client) return null;
  return questions.map(question => <Question key={question.id} question={question} client={client} />);
}

function Question({ question, client }: { question: TimedQuestion; client: ConsoleClient }) {
  const { id, tool, untilMs } = question;
  const [answer, setAnswer] = useState('');
  const [problem, setProblem] = useState('');
  const leftS = useSecondsLeft(untilMs);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const sent = await client.answerQuestion({ questionId: id, answer });
    if (!sent.ok) setProblem(sent.error.message);
  };
  return (
    <form className="question" aria-label={`The model calls ${tool}`} onSubmit={event => void onSubmit(event)}>
      <span role="status">
        The model calls <code>{tool}</code>; the caller waits.
      </span>
      <code className="question-arguments cut grow" title={JSON.stringify(question.arguments, null, 2)}>
        {JSON.stringify(question.arguments)}
      </code>
      <input
        aria-label={`Answer to ${tool}`}
        placeholder="Your answer, as the function would give it"
        value={answer}
        onChange={event => setAnswer(event.target.value)}
      />
      <button type="submit" className="primary">
        Answer
      </button>
      <span className="mono question-left">{leftS} s left</span>
      {problem && <span className="problem">{problem}</span>}
    </form>
  );
}

/** Whole seconds until a time on the page's clock. */
function useSecondsLeft(untilMs: number): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
}
