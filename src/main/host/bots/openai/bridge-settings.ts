/** The bridge's options for one call: defaults, the call's profile, its input variables. */
import type { Ids } from '../../../../shared/lib/ids.ts';
import type { BridgeOptions } from '../../../../shared/realtime/bridge-state.ts';
import type { RealtimeOptions } from '../../../../shared/realtime/realtime-options.ts';
import { type WishNote, wishesFor } from '../../../../shared/realtime/session-wishes.ts';
import type { PriceTable } from '../../../../shared/realtime/usage.ts';
import type { BotCall } from '../bot.ts';

export const DEFAULT_MODEL = 'gpt-realtime-2.1';

const WAITING_LIMIT_MS = 30_000;
/** A key follows the one before within this, or the input is over; as in most voice menus. */
const DTMF = { timeoutMs: 2000, terminators: '#', maxDigits: 32, interrupts: true } as const;
/** The model's own waiting is 1 to 2.5 s, a function's some seconds more. */
const SILENCE = { noAnswerMs: 10_000, noResponseMs: 5000, noCallerAudioMs: 10_000 } as const;

export interface BridgeSettings {
  readonly bridge: BridgeOptions;
  readonly options: RealtimeOptions;
  readonly notes: readonly WishNote[];
}

export function bridgeSettings(call: BotCall, ids: Ids, prices: PriceTable | undefined): BridgeSettings {
  const { wishes, options, greeting, notes } = wishesFor(call.profile.realtime ?? {}, call);
  const { tools, endCall, transferToAgent } = options;
  const bridge: BridgeOptions = {
    wishes,
    model: options.model ?? DEFAULT_MODEL,
    greet: options.greet ?? true,
    greeting,
    eventPrefix: `console_${ids.uuid().slice(0, 8)}_`,
    waitingLimitMs: WAITING_LIMIT_MS,
    tools: {
      ...(tools && { tools }),
      ...(endCall !== undefined && { endCall }),
      ...(transferToAgent !== undefined && { transferToAgent }),
    },
    dtmf: withDefaults(DTMF, options.dtmf),
    onDrop: options.onDrop ?? 'reconnect',
    silence: withDefaults(SILENCE, options.silence),
    prices,
  };
  return { bridge, options, notes };
}

function withDefaults<T extends object>(defaults: T, given: { [Key in keyof T]?: unknown } | undefined): T {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}
