/**
 * When the model's connection is lost in a call. A session cannot be resumed, so a new one is told the conversation so
 * far as text; the caller hears at most the answer that was owed. A few attempts, ever later, and never a loop. RT-04.
 */
import { ending, fatal, note, send } from './bridge-effects.ts';
import { type BridgeEffect, type BridgeStep, type LiveState, NOTHING_WAITS, type ReadyState } from './bridge-state.ts';
import { retold, runningIn, type Said } from './conversation-memory.ts';
import type { RealtimeClientEvent } from './events.ts';
import { adviceFor, FINAL_CODES } from './server-errors.ts';

/** Before attempt 1, 2, 3, ms: a caller does not wait longer in silence. */
const BACK_OFF_MS = [250, 1000, 3000];
/** Of one call, all together: an hour each when sessions expire, and an end when they are dropped again and again. */
const MOST_RECONNECTS = 12;
/** Close codes of the API that say that the client is wrong: trying again would be no better. */
const FINAL_CLOSES = new Set([3000, 4000]);

/** The socket closed. */
export function closed(state: LiveState, code: number, reason: string): BridgeStep {
  const said = reason === '' ? `code ${code}` : `code ${code}, ${reason}`;
  const { lastError } = state;
  const rule = lastError ? 'RT-03' : 'RT-04';
  const text = lastError
    ? `The model ended the session: ${lastError.message} (${lastError.code}; ${said})${adviceFor(lastError.code)}`
    : `The connection to the model closed in the call (${said}).`;
  const isFinal = FINAL_CLOSES.has(code) || (lastError !== undefined && FINAL_CODES.has(lastError.code));
  return isFinal ? fatal(state, rule, text) : lost(state, rule, text);
}

/** The connection is lost, or could not be had again. */
export function lost(state: LiveState, rule: string, text: string): BridgeStep {
  const { memory } = state;
  const delayMs = BACK_OFF_MS[memory.attempts];
  const mayTry = memory.wasReady && state.options.onDrop === 'reconnect' && memory.reconnects < MOST_RECONNECTS;
  if (state.phase === 'ready' && state.leaving) {
    // The bot was about to end the call: it ends, with what it was to end with.
    const { leaving } = state;
    const hangUp: BridgeEffect[] = leaving.phase === 'farewell' ? [{ type: 'hang-up', ...leaving.end }] : [];
    return ending(state, rule, [note(rule, 'info', text), ...hangUp, { type: 'close-socket' }]);
  }
  if (!mayTry || delayMs === undefined) return fatal(state, rule, text);
  const attempt = memory.attempts + 1;
  const { options, sent, lastError, usage, transcribed } = state;
  const timers = (['digits', 'response', 'answer', 'caller', 'session-age'] as const).map(
    (name): BridgeEffect => ({ type: 'stop-timer', name }),
  );
  return {
    state: {
      phase: 'waiting',
      ...{ options, sent, lastError, usage, transcribed },
      // What was played goes on being heard; about the items nothing can be told any more.
      ledger: state.ledger.map(row => ({ ...row, complete: true, gone: true })),
      memory: { ...memory, attempts: attempt, reconnects: memory.reconnects + 1, owed: memory.owed || isOwed(state) },
      waiting: state.phase === 'ready' ? { ...NOTHING_WAITS, digits: state.digits } : state.waiting,
    },
    effects: [
      ...timers,
      note(rule, 'warning', `${text} A new session is tried in ${delayMs} ms (${attempt} of ${BACK_OFF_MS.length}).`),
      { type: 'close-socket' },
      { type: 'state', from: state.phase, to: 'waiting', why: rule },
      { type: 'start-timer', name: 'reconnect', afterMs: delayMs },
    ],
  };
}

/** The caller waits for something: an answer was under way, asked for, or due. */
function isOwed(state: LiveState): boolean {
  if (state.phase !== 'ready') return false;
  const { turn, watch, memory } = state;
  const isSpeaking = turn.phase === 'active' && !turn.cancelled;
  return isSpeaking || turn.phase === 'requested' || watch.response || watch.answer || runningIn(memory).length > 0;
}

/** The time of the next attempt has come. */
export function tryAgain(state: Extract<LiveState, { phase: 'waiting' }>): BridgeStep {
  return {
    state: { ...state, phase: 'connecting', lastError: undefined },
    effects: [{ type: 'state', from: 'waiting', to: 'connecting', why: 'reconnect' }, { type: 'connect' }],
  };
}

/** Tells a new session what was said in the old one, and asks for the answer that is owed. */
export function retell(state: ReadyState, effects: BridgeEffect[]): ReadyState {
  const said = retold(state.memory);
  let next = state;
  for (const item of said.flatMap(itemsFor)) next = send(next, effects, { type: 'conversation.item.create', item });
  const { owed } = state.memory;
  const running = runningIn(state.memory).length;
  const then =
    running > 0
      ? 'It waits for a function that is still being answered.'
      : owed
        ? 'It is asked for the answer that was owed.'
        : 'It waits for the caller.';
  const data = { items: said.length, owed, running, reconnects: state.memory.reconnects };
  effects.push(
    note('reconnected', 'info', `A new session was told ${said.length} items of the conversation. ${then}`, data),
  );
  // An answer to a function that still runs is asked for when it is there.
  return { ...next, wanted: owed && running === 0 ? 1 : 0, memory: { ...state.memory, owed: false, said } };
}

type Item = Extract<RealtimeClientEvent, { type: 'conversation.item.create' }>['item'];

/** Longer ids than this may be refused. */
const LONGEST_ID = 32;

/** Items keep their ids, so that they are known again when the new session announces them. */
function itemsFor(said: Said): readonly Item[] {
  if (said.type === 'words') return [wordsItem(said)];
  const { callId: call_id, name, output } = said;
  const call: Item = { type: 'function_call', call_id, name, arguments: said.arguments };
  return output === undefined ? [call] : [call, { type: 'function_call_output', call_id, output }];
}

function wordsItem({ itemId, role, text }: Extract<Said, { type: 'words' }>): Item {
  const id = itemId !== '' && itemId.length <= LONGEST_ID ? { id: itemId } : {};
  if (role === 'assistant') return { ...id, type: 'message', role, content: [{ type: 'output_text', text }] };
  return { ...id, type: 'message', role, content: [{ type: 'input_text', text }] };
}
