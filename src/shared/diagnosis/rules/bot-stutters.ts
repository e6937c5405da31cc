import { PCMU_BYTES_PER_MS } from '../../audio/mulaw.ts';
import type { Evidence } from '../finding.ts';
import { andMore, duration, rule, span } from '../rule.ts';

/** A hole that one hears, and one that is a pause between two sentences, ms. */
const HEARD_MS = 30;
const PAUSE_MS = 700;
/** So many holes, one after each frame or two, are no pauses of a speaker. */
const IN_A_ROW = 5;
const FRAMES_BETWEEN = 2;
/** Who sends whole sentences in a frame has pauses between them, ms. */
const LONGEST_FRAME_MS = 500;
const MOST_SHOWN = 5;

type Run = {
  readonly n: number;
  readonly fromMs: number;
  toMs: number;
  holes: number;
  missingMs: number;
  whole: number;
};

export const botStutters = rule(
  {
    id: 'bot-stutters',
    severity: 'warning',
    title: 'The bot’s voice stutters: its audio is sent more slowly than it is played',
    explanation:
      'Genesys Cloud plays what it has, and is silent until the next frame comes. Here frame after frame came later than the one before it had lasted.',
    fix: [
      'Send each piece of audio as soon as the model gives it. Genesys Cloud buffers it; it may come faster than real time, only not slower.',
      'If you pace frames with a timer: a frame of 200 ms every 200 ms is too slow, as timers run late. Send by the clock (how much should have been sent by now), with some 400 ms ahead.',
    ],
    confidence: 'likely',
    source: 'measured on the arrival of frames',
    rank: 43,
  },
  call => {
    const evidence: Evidence[] = [];
    let count = 0;
    let playedUntilMs = Number.NEGATIVE_INFINITY;
    let lastMs = 0;
    let run: Run | undefined;
    const isHeard = (one: Run | undefined): one is Run => one !== undefined && one.holes >= IN_A_ROW;
    const told = ({ n, fromMs, toMs, holes, missingMs }: Run) =>
      span(
        `${holes} holes of ${duration(missingMs / holes)} on average in ${duration(toMs - fromMs)}`,
        fromMs,
        toMs,
        n,
      );
    const settle = () => {
      if (isHeard(run)) {
        count += 1;
        if (evidence.length < MOST_SHOWN) evidence.push(told(run));
      }
      run = undefined;
    };
    return {
      see({ event, from }) {
        if (call.bargeIns.at(-1)?.n === event.n) {
          playedUntilMs = Number.NEGATIVE_INFINITY;
          settle();
        }
        if (event.type !== 'audio' || event.leg !== 'genesys' || event.track !== 'bot' || from !== 'server') return;
        const holeMs = event.atMs - playedUntilMs;
        const lengthMs = event.bytes / PCMU_BYTES_PER_MS;
        const isPiece = lastMs <= LONGEST_FRAME_MS;
        lastMs = lengthMs;
        playedUntilMs = Math.max(event.atMs, playedUntilMs) + lengthMs;
        if (holeMs > PAUSE_MS || !isPiece) settle();
        else if (holeMs > HEARD_MS) {
          run ??= { n: event.n, fromMs: event.atMs - holeMs, toMs: event.atMs, holes: 0, missingMs: 0, whole: 0 };
          run.holes += 1;
          run.missingMs += holeMs;
          run.toMs = event.atMs;
          run.whole = 0;
        } else if (run) {
          run.whole += 1;
          if (run.whole > FRAMES_BETWEEN) settle();
        }
      },
      found: () => {
        const all = isHeard(run) ? [...evidence, told(run)] : evidence;
        return all.length === 0 ? undefined : { evidence: andMore(all, count + (isHeard(run) ? 1 : 0)) };
      },
    };
  },
);
