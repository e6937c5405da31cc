/**
 * Functions that the model calls. They run when the response that asked for them is over and was completed: so one
 * that the caller interrupted never runs, and parallel ones are known together. RT-22 to RT-24.
 */
import { andThen, note, pump, send } from './bridge-effects.ts';
import type { BridgeEffect, BridgeStep, CallEnd, LiveState, ReadyState, ToolCall } from './bridge-state.ts';
import { rememberOutput, rememberRun, runningIn } from './conversation-memory.ts';
import { fieldAt, isRecord, textAt } from './parse.ts';
import { planTool } from './tool-definitions.ts';

/** Given up waiting for a farewell that the model was asked for, ms. */
const FAREWELL_MS = 10_000;

/** `response.output_item.done`: a function call that the model has finished writing. */
export function noticeCall(state: ReadyState, event: unknown): BridgeStep {
  const item = fieldAt(event, 'item');
  if (textAt(item, 'type') !== 'function_call') return { state, effects: [] };
  const call = callOf(item, textAt(event, 'response_id'));
  if (textAt(item, 'status') === 'incomplete')
    return { state, effects: [notRun([call], 'it was not written to its end')] };
  if (state.toolCalls.some(each => each.callId === call.callId)) return { state, effects: [] };
  return { state: { ...state, toolCalls: [...state.toolCalls, call] }, effects: [] };
}

function callOf(item: unknown, responseId: string): ToolCall {
  return {
    responseId,
    callId: textAt(item, 'call_id'),
    name: textAt(item, 'name'),
    arguments: textAt(item, 'arguments'),
  };
}

/** `response.done`: runs what the response asked for, or says why not. */
export function runCalls(state: ReadyState, event: unknown, hadAudio: boolean): BridgeStep<ReadyState> {
  const responseId = textAt(event, 'response', 'id');
  const status = textAt(event, 'response', 'status');
  const calls = callsOf(state, event, responseId);
  const others = state.toolCalls.filter(call => call.responseId !== responseId);
  let next: ReadyState = { ...state, toolCalls: others };
  if (calls.length === 0) return { state: next, effects: [] };
  if (status !== 'completed') return { state: next, effects: [notRun(calls, `the answer was ${status}`)] };
  const effects: BridgeEffect[] = [];
  for (const call of calls) {
    const plan = planTool(call.name, call.arguments, state.options.tools);
    switch (plan.type) {
      case 'run':
        next = { ...next, memory: rememberRun(next.memory, call) };
        effects.push({ type: 'run-tool', callId: call.callId, tool: plan.tool, arguments: plan.arguments });
        break;
      case 'refuse': {
        const text = `The model called ${call.name || 'a function without a name'}, but ${plan.why}.`;
        effects.push(note('RT-24', 'warning', text, { call_id: call.callId, arguments: call.arguments }));
        next = giveOutput(next, effects, call.callId, JSON.stringify({ error: plan.why }));
        next = { ...next, wanted: Math.max(next.wanted, 1) };
        break;
      }
      case 'hang-up':
        if (next.leaving) break;
        next = leave(next, effects, call, hadAudio, {
          reason: 'completed',
          info: plan.info,
          outputVariables: plan.outputVariables,
        });
        break;
    }
  }
  return { state: next, effects };
}

/** Those of `response.done` too: some servers announce a call only there. */
function callsOf(state: ReadyState, event: unknown, responseId: string): readonly ToolCall[] {
  const output = fieldAt(event, 'response', 'output');
  const named = (Array.isArray(output) ? output : [])
    .filter(item => isRecord(item) && item.type === 'function_call' && item.status !== 'incomplete')
    .map(item => callOf(item, responseId));
  const known = state.toolCalls.filter(call => call.responseId === responseId);
  return [...known, ...named.filter(call => !known.some(each => each.callId === call.callId))];
}

function notRun(calls: readonly ToolCall[], why: string): BridgeEffect {
  const names = calls.map(call => call.name).join(', ');
  const data = { call_ids: calls.map(call => call.callId) };
  return note('RT-23', 'info', `The model wanted to call ${names}, which was not run: ${why}.`, data);
}

/** Ends the call: at once when a farewell was spoken with it (it is heard first), else after one that is asked for. */
function leave(
  state: ReadyState,
  effects: BridgeEffect[],
  call: ToolCall,
  hadAudio: boolean,
  end: CallEnd,
): ReadyState {
  if (hadAudio) {
    effects.push({ type: 'hang-up', ...end });
    return { ...state, leaving: { phase: 'hung-up' } };
  }
  const told = 'The call ends after your next sentence. Tell the caller so, and say goodbye.';
  const next = giveOutput(state, effects, call.callId, told);
  effects.push(note('RT-22', 'info', 'The model ended the call without a word; it is asked for a farewell first.'));
  effects.push({ type: 'start-timer', name: 'farewell', afterMs: FAREWELL_MS });
  return { ...next, wanted: 1, leaving: { phase: 'farewell', end } };
}

/** Asks for the next response; the farewell is one in which no function may be called. */
export function pumpAfterCalls(state: ReadyState): BridgeStep<ReadyState> {
  if (runningIn(state.memory).length > 0) return { state, effects: [] };
  return state.leaving?.phase === 'farewell' ? pump(state, { tool_choice: 'none' }) : pump(state);
}

/** The farewell was said (or never came): now the call ends. */
export function hangUp(state: ReadyState): BridgeStep<ReadyState> {
  if (state.leaving?.phase !== 'farewell') return { state, effects: [] };
  const { end } = state.leaving;
  return {
    state: { ...state, wanted: 0, leaving: { phase: 'hung-up' } },
    effects: [
      { type: 'stop-timer', name: 'farewell' },
      { type: 'hang-up', ...end },
    ],
  };
}

/**
 * A function was answered. The model goes on when all that run have been; between two sessions the answer is kept, and
 * told to the new one.
 */
export function toolResult(state: LiveState, callId: string, output: string): BridgeStep {
  if (!runningIn(state.memory).some(call => call.callId === callId)) return { state, effects: [] };
  const memory = rememberOutput(state.memory, callId, output);
  if (state.phase !== 'ready') return { state: { ...state, memory }, effects: [] };
  const effects: BridgeEffect[] = [];
  const next = giveOutput({ ...state, memory }, effects, callId, output);
  if (runningIn(memory).length > 0 || next.leaving) return { state: next, effects };
  return andThen(effects, pump({ ...next, wanted: Math.max(next.wanted, 1) }));
}

function giveOutput(state: ReadyState, effects: BridgeEffect[], callId: string, output: string): ReadyState {
  const item = { type: 'function_call_output', call_id: callId, output } as const;
  return send(state, effects, { type: 'conversation.item.create', item });
}
