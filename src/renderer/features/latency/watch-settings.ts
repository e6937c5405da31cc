/** Which watchpoints a person has set, and how they want to be told; remembered. */
import { z } from 'zod';
import { SLOW_TURN_MS } from '../../../shared/latency/turns.ts';
import { recall, remember } from '../../ui/remembered.ts';
import { createStore, type Store } from '../../ui/store.ts';

const limitSchema = z.object({ on: z.boolean(), ms: z.number().positive() });
const watchSettingsSchema = z.object({
  slowTurn: limitSchema,
  silence: limitSchema,
  talkOver: limitSchema,
  errors: z.boolean(),
  rateLimits: z.boolean(),
  beep: z.boolean(),
  notify: z.boolean(),
});
export type WatchSettings = z.infer<typeof watchSettingsSchema>;
export type LimitName = 'slowTurn' | 'silence' | 'talkOver';

const KEY = 'watchpoints';

const DEFAULTS: WatchSettings = {
  slowTurn: { on: true, ms: SLOW_TURN_MS },
  silence: { on: false, ms: 8000 },
  talkOver: { on: false, ms: 1000 },
  errors: true,
  rateLimits: true,
  beep: false,
  notify: false,
};

export function createWatchSettings(): Store<WatchSettings> {
  const store = createStore(remembered());
  store.subscribe(() => remember(KEY, JSON.stringify(store.get())));
  return store;
}

function remembered(): WatchSettings {
  const text = recall(KEY);
  if (text === null) return DEFAULTS;
  try {
    const parsed = watchSettingsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : DEFAULTS;
  } catch {
    // Another version's, or somebody's own: the defaults are as good.
    return DEFAULTS;
  }
}
