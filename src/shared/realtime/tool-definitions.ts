/** The functions that a model may call: two of the console's own, and those of the profile. */

import { fieldAt, isRecord } from './parse.ts';
import type { RealtimeOptions, ToolOption } from './realtime-options.ts';
import type { ToolWish } from './session-wishes.ts';

export const END_CALL = 'end_call';
export const TRANSFER = 'transfer_to_agent';

const OWN: Readonly<Record<string, ToolWish>> = {
  [END_CALL]: {
    name: END_CALL,
    description:
      'Ends the telephone call. Say goodbye first, in the same answer; call this when nothing is left to be done.',
    parameters: {
      type: 'object',
      properties: {
        outcome: { type: 'string', description: 'How the call went, in a word or two: "order placed".' },
        output_variables: {
          type: 'object',
          description: 'What was found out, by name, for the system that goes on with the call.',
          additionalProperties: { type: 'string' },
        },
      },
      required: ['outcome'],
    },
  },
  [TRANSFER]: {
    name: TRANSFER,
    description:
      'Hands the call to a human agent. Tell the caller first, in the same answer; call this when they ask for a person or you cannot help.',
    parameters: {
      type: 'object',
      properties: {
        reason: { type: 'string', description: 'Why a person is needed, in one sentence.' },
        output_variables: {
          type: 'object',
          description: 'What was found out, by name, for the agent.',
          additionalProperties: { type: 'string' },
        },
      },
      required: ['reason'],
    },
  },
};

/** What a session is told of the tools that these options amount to; a profile's tool replaces our own by its name. */
export function toolWishes(options: RealtimeOptions): ToolWish[] {
  const wishes = new Map<string, ToolWish>();
  for (const name of [END_CALL, TRANSFER]) {
    const asked = name === END_CALL ? options.endCall : options.transferToAgent;
    const own = OWN[name];
    if (asked !== false && own) wishes.set(name, own);
  }
  for (const { name, description, parameters } of options.tools ?? []) {
    wishes.set(name, { name, description, parameters });
  }
  return [...wishes.values()];
}

/** What a call of a function amounts to. */
export type ToolPlan =
  | { readonly type: 'hang-up'; readonly info: string; readonly outputVariables: Readonly<Record<string, string>> }
  | { readonly type: 'run'; readonly tool: ToolOption; readonly arguments: Readonly<Record<string, unknown>> }
  | { readonly type: 'refuse'; readonly why: string };

/** Reads what the model wrote; `argumentsText` should be a JSON object, and sometimes is not. */
export function planTool(name: string, argumentsText: string, options: RealtimeOptions): ToolPlan {
  const own = options.tools?.find(tool => tool.name === name);
  const isKnown = own || toolWishes(options).some(wish => wish.name === name);
  if (!isKnown) return { type: 'refuse', why: `there is no function ${name}` };
  const given = readObject(argumentsText);
  if (!given) return { type: 'refuse', why: 'the arguments are not a JSON object' };
  if (own) return { type: 'run', tool: own, arguments: given };
  const said = (key: string): string => {
    const value = fieldAt(given, key);
    return typeof value === 'string' ? value : '';
  };
  const found = textsOf(given.output_variables);
  if (name === END_CALL) {
    const outcome = said('outcome') || 'completed';
    return { type: 'hang-up', info: `The bot ended the call: ${outcome}`, outputVariables: { ...found, outcome } };
  }
  const reason = said('reason') || 'no reason given';
  return {
    type: 'hang-up',
    info: `The bot hands the call to an agent: ${reason}`,
    outputVariables: { ...found, outcome: TRANSFER, transfer_reason: reason },
  };
}

function readObject(text: string): Record<string, unknown> | undefined {
  // A function without parameters is sometimes called with no arguments at all.
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Output variables of AudioHook are strings; a number or a yes is written as one, the rest as JSON. */
function textsOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, typeof item === 'string' ? item : JSON.stringify(item)]),
  );
}
