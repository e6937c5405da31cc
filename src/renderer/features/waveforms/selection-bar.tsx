import { useEffect, useRef, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { LANES } from '../../../shared/projections/timeline.ts';
import { audioLength, clockTime } from '../../ui/format.ts';
import { saveFile } from '../../ui/save-file.ts';
import { useStore } from '../../ui/store.ts';
import { isHeard } from './lane-mix.ts';
import { selectionAsWav } from './save-selection.ts';
import type { TimeWindow } from './time-window.ts';
import type { Waves } from './waves.ts';
import './selection-bar.css';

/** The pointer stands so long before what it selected is measured, ms. */
const SETTLED_MS = 150;

/** What is selected, how loud it is, and what can be done with it. */
export function SelectionBar({ waves, client }: { waves: Waves; client: ConsoleClient | undefined }) {
  const { feed, player, selection } = waves;
  const selected = useStore(selection);
  if (!selected) return null;
  return (
    <section className="waves-bar waves-selection" aria-label="Selection">
      <span className="mono">
        {clockTime(selected.fromMs)} – {clockTime(selected.toMs)}
      </span>
      <strong data-testid="selection-length">{lengthWords(selected.toMs - selected.fromMs)}</strong>
      <Loudness waves={waves} client={client} selected={selected} />
      <span className="grow" />
      <button type="button" onClick={() => player.playRange(selected)}>
        Play selection
      </button>
      <button type="button" onClick={() => feed.setView({ kind: 'zoomed', ...selected })}>
        Zoom to it
      </button>
      <SaveButton waves={waves} client={client} selected={selected} />
      <button
        type="button"
        className="plain"
        aria-label="Clear selection"
        title="Esc"
        onClick={() => selection.set(undefined)}
      >
        ✕
      </button>
    </section>
  );
}

function lengthWords(ms: number): string {
  return ms < 100 ? `${ms.toFixed(2)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : audioLength(ms);
}

type PartProps = { waves: Waves; client: ConsoleClient | undefined; selected: TimeWindow };
type Level = { readonly lane: Lane; readonly rmsDbfs: number; readonly peakDbfs: number };

function Loudness({ waves: { sessionId }, client, selected }: PartProps) {
  const [levels, setLevels] = useState<readonly Level[]>([]);
  useEffect(() => {
    if (!client) return;
    let current = true;
    const timer = setTimeout(async () => {
      const answer = await client.measureSound({ sessionId, ...selected });
      if (current && answer.ok) setLevels(answer.value.lanes);
    }, SETTLED_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, sessionId, selected]);
  return levels.map(({ lane, rmsDbfs, peakDbfs }) => (
    <span key={lane} data-testid={`level-${lane}`} title="RMS over the whole selection, and the loudest sample; dBFS">
      <span className={`tone-${lane}`}>{lane}</span>{' '}
      {peakDbfs <= -100 ? 'silent' : `RMS ${rmsDbfs.toFixed(1)}, peak ${peakDbfs.toFixed(1)} dBFS`}
    </span>
  ));
}

function SaveButton({ waves, client, selected }: PartProps) {
  const { sessionId, mix, feed } = waves;
  const heard = useStore(mix);
  const { lanes: drawn } = useStore(feed);
  const [state, setState] = useState<{ share: number } | { failure: string } | undefined>();
  const cancel = useRef<AbortController>(undefined);
  useEffect(() => () => cancel.current?.abort(), []);
  const lanes = LANES.filter(lane => (lane !== 'agent' || drawn.agent) && isHeard(heard, lane));

  const save = async () => {
    if (!client) return;
    const controller = new AbortController();
    cancel.current = controller;
    setState({ share: 0 });
    const progress = (share: number) => setState({ share });
    const request = { sessionId, window: selected, lanes, progress, signal: controller.signal };
    const wav = await selectionAsWav(client, request);
    if (controller.signal.aborted) return;
    setState(wav.ok ? undefined : { failure: wav.error.message });
    if (wav.ok) saveFile(`${sessionId}-${Math.round(selected.fromMs)}ms.wav`, wav.value);
  };
  if (state && 'share' in state) {
    return (
      <button
        type="button"
        onClick={() => {
          cancel.current?.abort();
          setState(undefined);
        }}
      >
        Cancel saving ({Math.round(state.share * 100)} %)
      </button>
    );
  }
  return (
    <>
      {state && (
        <span className="problem" role="alert">
          {state.failure}
        </span>
      )}
      <button
        type="button"
        disabled={lanes.length === 0}
        title={`16-bit WAV, 8 kHz, a channel each: ${lanes.join(', ') || 'every lane is muted'}`}
        onClick={() => void save()}
      >
        Save WAV
      </button>
    </>
  );
}
