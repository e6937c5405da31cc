import { objectAt } from '../../lib/json-object.ts';
import { duration, rule, span } from '../rule.ts';

/** A caller waits no longer than this in silence, ms. */
const LONG_MS = 10_000;

export const functionNeverAnswered = rule(
  {
    id: 'function-never-answered',
    severity: 'problem',
    title: 'The model called a function and got no answer: it waits, and the caller hears nothing',
    explanation:
      'After a function call the model says nothing until a function_call_output with its call_id and a response.create have come.',
    fix: [
      'Answer every call: conversation.item.create with function_call_output, then response.create.',
      'Give the function a time-out, and tell the model when it failed.',
    ],
    confidence: 'certain',
    source: 'RT-30; OpenAI documentation',
    rank: 23,
    covers: ['no-answer-audio', 'caller-waits'],
  },
  call => {
    const open = new Map<string, { name: string; responseId: unknown; n: number; atMs: number }>();
    return {
      see({ event, message, from }) {
        if (event.leg !== 'bot' || !message) return;
        if (from === 'model' && message.type === 'response.done') {
          // Of an answer that was cut nobody runs a function, and the model does not wait for it (RT-23).
          const { id: over, status } = objectAt(message.body, 'response') ?? {};
          if (status !== 'completed')
            for (const [callId, { responseId }] of open) if (responseId === over) open.delete(callId);
          return;
        }
        const { type, call_id: id, name } = objectAt(message.body, 'item') ?? {};
        if (typeof id !== 'string') return;
        if (from === 'model' && message.type === 'response.output_item.done' && type === 'function_call') {
          open.set(id, { name: String(name), responseId: message.body.response_id, n: event.n, atMs: event.atMs });
        }
        if (from === 'bridge' && message.type === 'conversation.item.create' && type === 'function_call_output')
          open.delete(id);
      },
      found: () => {
        const late = [...open.values()].filter(({ atMs }) => call.lastMs - atMs >= LONG_MS);
        if (late.length === 0) return undefined;
        return {
          evidence: late.map(({ name, n, atMs }) =>
            span(`${name} was called and not answered for ${duration(call.lastMs - atMs)}`, atMs, call.lastMs, n),
          ),
        };
      },
    };
  },
);
