import { useEffect, useMemo, useRef, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { AudioRange } from '../../../shared/events/session-event.ts';
import { audioLength, grouped } from '../../ui/format.ts';
import { useWidth } from '../../ui/use-width.ts';
import { hexLines, muLawLevel, muLawOutline } from './event-bytes.ts';
import './message-detail.css';

type BytesProps = { sessionId: string; range: AudioRange; client: ConsoleClient | undefined; hex: boolean };

/** More lines say no more. */
const HEX_BYTES = 1600;
/** Room for 16 bytes a line, px. */
const WIDE_PX = 520;
const COLUMNS = 240;

/** While audio goes on coming, it is read again so often at most. */
const PERIOD_MS = 1000;

/** The audio that a message carries: how long, how loud, how it looks, and its bytes. */
export function EventBytes(props: BytesProps) {
  const { track, offset } = props.range;
  return <Bytes key={`${track} ${offset}`} {...props} />;
}

function Bytes({ sessionId, range, client, hex }: BytesProps) {
  const [bytes, setBytes] = useState<Uint8Array>();
  const [failure, setFailure] = useState<string>();
  const { track, offset } = range;
  const length = useSlowly(range.bytes);
  useEffect(() => {
    let wanted = true;
    void client?.trackBytes({ sessionId, track, offset, bytes: length }).then(answer => {
      if (!wanted) return;
      if (answer.ok) setBytes(answer.value.audio);
      setFailure(answer.ok ? undefined : answer.error.message);
    });
    return () => {
      wanted = false;
    };
  }, [client, sessionId, track, offset, length]);
  if (failure) return <p className="problem event-bytes">{failure}</p>;
  if (!bytes) return <p className="quiet event-bytes">Reading the audio…</p>;
  return (
    <>
      <Wave track={track} bytes={bytes} />
      {hex && <Hex bytes={bytes} />}
    </>
  );
}

/** `value` as it was at most a second ago. */
function useSlowly(value: number): number {
  const [told, setTold] = useState(value);
  const newest = useRef(value);
  newest.current = value;
  const isOld = told !== value;
  useEffect(() => {
    if (!isOld) return;
    const timer = setTimeout(() => setTold(newest.current), PERIOD_MS);
    return () => clearTimeout(timer);
  }, [isOld]);
  return told;
}

function Wave({ track, bytes }: { track: string; bytes: Uint8Array }) {
  const isMuLaw = !track.includes('-');
  const level = useMemo(() => (isMuLaw ? muLawLevel(bytes) : undefined), [bytes, isMuLaw]);
  const outline = useMemo(() => (isMuLaw ? muLawOutline(bytes, COLUMNS) : ''), [bytes, isMuLaw]);
  if (!level) return <p className="quiet event-bytes">Converted audio of track {track}: see its bytes.</p>;
  const words = Number.isFinite(level.peakDbfs)
    ? `${level.rmsDbfs.toFixed(1)} dB, peak ${level.peakDbfs.toFixed(1)} dB`
    : 'digital silence';
  return (
    <div className="event-bytes">
      <svg
        className={`event-wave tone-${track}`}
        viewBox={`0 0 ${COLUMNS} 2`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Waveform, ${words}`}
      >
        <path d={outline} />
      </svg>
      <p className="quiet">
        {audioLength(bytes.length / 8)} of µ-law, {words}
      </p>
    </div>
  );
}

function Hex({ bytes }: { bytes: Uint8Array }) {
  const box = useRef<HTMLPreElement>(null);
  const width = useWidth(box);
  return (
    <pre className="detail-hex mono" ref={box}>
      {width > 0 && hexLines(bytes, HEX_BYTES, width < WIDE_PX ? 8 : 16)}
      {bytes.length > HEX_BYTES && `\n… ${grouped(bytes.length - HEX_BYTES)} bytes more`}
    </pre>
  );
}
