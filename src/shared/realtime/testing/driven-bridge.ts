/** A bridge that is driven input by input, for tests of the machine's parts. */
import type { AudioRange } from '../../events/session-event.ts';
import { step } from '../bridge-machine.ts';
import {
  type BridgeEffect,
  type BridgeInput,
  type BridgeOptions,
  type BridgeState,
  initialBridge,
  type Playback,
} from '../bridge-state.ts';
import { DEFAULT_WISHES } from '../session-wishes.ts';

export const OPTIONS: BridgeOptions = {
  wishes: DEFAULT_WISHES,
  model: 'gpt-realtime-2.1',
  greet: true,
  greeting: '',
  eventPrefix: 'c',
  waitingLimitMs: 1000,
  tools: {},
  dtmf: { timeoutMs: 0, terminators: '#', maxDigits: 32, interrupts: false },
  onDrop: 'end',
  silence: { noAnswerMs: 8000, noResponseMs: 5000, noCallerAudioMs: 10_000 },
  prices: undefined,
};
export const SILENT: Playback = { playing: false, extents: [] };

/** A bridge that is driven input by input and remembers the effects of the last. */
export class Bridge {
  state: BridgeState;
  effects: readonly BridgeEffect[] = [];

  constructor(options: Partial<BridgeOptions> = {}) {
    this.state = initialBridge({ ...OPTIONS, ...options });
  }

  input(input: BridgeInput): readonly BridgeEffect[] {
    const { state, effects } = step(this.state, input);
    this.state = state;
    this.effects = effects;
    return effects;
  }

  server(event: Record<string, unknown> & { type: string }, playback = SILENT, audio?: AudioRange) {
    const parsed = { kind: 'event', type: event.type, event } as const;
    return this.input({ type: 'received', parsed, playback, ...(audio && { audio }) });
  }

  caller(bytes: number, offset = 0): readonly BridgeEffect[] {
    const chunk = { audio: new Uint8Array(bytes), range: { track: 'caller', offset, bytes } };
    return this.input({ type: 'caller-audio', chunk });
  }

  error(error: Record<string, unknown>): readonly BridgeEffect[] {
    return this.server({ type: 'error', error: { type: 'invalid_request_error', ...error } });
  }

  delta(responseId: string, itemId: string, offset: number, bytes: number): readonly BridgeEffect[] {
    const event = { type: 'response.output_audio.delta', response_id: responseId, item_id: itemId, content_index: 0 };
    return this.server(event, SILENT, { track: 'bot', offset, bytes });
  }

  created(id: string) {
    return this.server({ type: 'response.created', response: { id } });
  }

  done(id: string, response: Record<string, unknown> = { status: 'completed' }) {
    return this.server({ type: 'response.done', response: { id, ...response } });
  }

  onset(playing: boolean, heardBytes: readonly number[]) {
    const extents = heardBytes.map(heard => ({ heardBytes: heard, sentBytes: heard }));
    return this.server({ type: 'input_audio_buffer.speech_started' }, { playing, extents });
  }
}

export function updated(input = 'audio/pcmu', output = 'audio/pcmu') {
  const audio = { input: { format: { type: input } }, output: { format: { type: output } } };
  return { type: 'session.updated', session: { audio } };
}

export function ready(options: Partial<BridgeOptions> = {}): Bridge {
  const bridge = new Bridge({ greet: false, ...options });
  bridge.server({ type: 'session.created' });
  bridge.server(updated());
  if (bridge.state.phase !== 'ready') throw new Error(`The bridge is ${bridge.state.phase}.`);
  return bridge;
}

export function sent(effects: readonly BridgeEffect[]): string[] {
  return effects.filter(effect => effect.type === 'send').map(effect => effect.event.type);
}

/** Without the notes that only tell: ledgers of answers, usage. */
export function withoutTelling(effects: readonly BridgeEffect[]): readonly BridgeEffect[] {
  return effects.filter(effect => effect.type !== 'note' || effect.rule.startsWith('RT-'));
}

export function rules(effects: readonly BridgeEffect[]): string[] {
  return effects.filter(effect => effect.type === 'note').map(effect => effect.rule);
}

export function isFatal(effects: readonly BridgeEffect[]): boolean {
  return effects.some(effect => effect.type === 'hang-up') && effects.some(effect => effect.type === 'close-socket');
}
