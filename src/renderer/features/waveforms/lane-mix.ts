/** Which lanes are heard: each can be muted, and one or more heard alone. */
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { LANES } from '../../../shared/projections/timeline.ts';
import { createStore, type ReadableStore, type Store } from '../../ui/store.ts';

export type Mix = { readonly muted: ReadonlySet<Lane>; readonly solo: ReadonlySet<Lane> };

export function createMix(): Store<Mix> {
  return createStore<Mix>({ muted: new Set(), solo: new Set() });
}

export function isHeard({ muted, solo }: Mix, lane: Lane): boolean {
  return solo.size > 0 ? solo.has(lane) : !muted.has(lane);
}

export function toggled(lanes: ReadonlySet<Lane>, lane: Lane): ReadonlySet<Lane> {
  const next = new Set(lanes);
  if (!next.delete(lane)) next.add(lane);
  return next;
}

/** What a lane shows while nothing sounds, dBFS. */
export const SILENT_DBFS = -100;
/** Samples of one reading: 32 ms. */
const METER_SAMPLES = 256;

export type Levels = Readonly<Record<Lane, Store<number>>>;

export function createLevels(): Levels {
  return { caller: createStore(SILENT_DBFS), agent: createStore(SILENT_DBFS), bot: createStore(SILENT_DBFS) };
}

/** One input a lane, mixed as `mix` has it, to the speakers; `read` sets the levels. */
export type LaneOutput = {
  readonly inputs: Readonly<Record<Lane, AudioNode>>;
  read(): void;
  dispose(): void;
};

export function createLaneOutput(context: AudioContext, mix: ReadableStore<Mix>, levels: Levels): LaneOutput {
  const make = (lane: Lane) => {
    const gain = context.createGain();
    const analyser = context.createAnalyser();
    analyser.fftSize = METER_SAMPLES;
    gain.connect(analyser);
    gain.connect(context.destination);
    const apply = () => {
      gain.gain.value = isHeard(mix.get(), lane) ? 1 : 0;
    };
    apply();
    return { gain, analyser, stop: mix.subscribe(apply) };
  };
  const lanes = { caller: make('caller'), agent: make('agent'), bot: make('bot') };
  const samples = new Float32Array(METER_SAMPLES);
  return {
    inputs: { caller: lanes.caller.gain, agent: lanes.agent.gain, bot: lanes.bot.gain },
    read: () => {
      for (const lane of LANES) {
        lanes[lane].analyser.getFloatTimeDomainData(samples);
        let power = 0;
        for (const sample of samples) power += sample * sample;
        levels[lane].set(Math.max(SILENT_DBFS, Math.round(10 * Math.log10(power / METER_SAMPLES + 1e-12))));
      }
    },
    dispose: () => {
      for (const lane of LANES) {
        lanes[lane].stop();
        levels[lane].set(SILENT_DBFS);
      }
    },
  };
}
