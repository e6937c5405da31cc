/** A fault of the list at work: where the wire, the timers or the caller's line depart from what they should do. */
import type { ClientPhase, ClientTimer } from '../../../shared/audiohook/client-state.ts';
import type { FaultId } from '../../../shared/audiohook/faults.ts';
import { MAX_MESSAGE_BYTES } from '../../../shared/audiohook/limits.ts';
import { silence } from './caller-audio.ts';

/** A numbered client message before it is written. */
export type NumberedMessage = { readonly type: string; readonly seq: number; readonly id: string } & Readonly<
  Record<string, unknown>
>;
/** What is written instead: a message, text that is no message, or audio. */
export type Written = NumberedMessage | string | Uint8Array;

export type FaultTools = {
  after(ms: number, action: () => void): void;
  dropTcp(): void;
  fallSilent(): void;
  pauseReading(): void;
  resumeReading(): void;
  hangUp(): void;
  pressDigit(digit: string): void;
};

export interface ActiveFault {
  /** What is written for a message. */
  write?(message: NumberedMessage): readonly Written[];
  /** How long a timer of the client runs; undefined: it never fires. */
  timer?(timer: ClientTimer, afterMs: number): number | undefined;
  entered?(phase: ClientPhase): void;
  /** A frame that is due: `send` may be called later, in parts, or not at all. */
  frame?(frame: Uint8Array, blockBytes: number, send: (frame: Uint8Array) => void): void;
  /** True for a piece that is lost on the way. */
  loses?(): boolean;
  /** The caller's audio is held back this long after `opened`, then sent at once. */
  readonly holdBackMs?: number;
}

const SOON_MS = 1_000;
const HALF_OPEN_MS = 15_000;
const PING_DELAY_MS = 4_000;
/** Under the deadline of a pong, so that a server which answers in time is not blamed. */
const NOT_READING_MS = 4_000;
const BURST_DIGITS = 25;
const DIGITS = '1234567890*#';
/** Lateness of one frame after the other, ms: bunches of four, the worst 800 ms late. */
const LATENESS_MS = [600, 400, 200, 800] as const;

export function activeFault(id: FaultId, tools: FaultTools): ActiveFault {
  const { after } = tools;
  const soon = (phase: ClientPhase, action: () => void): ActiveFault => ({
    entered: entered => {
      if (entered === phase) after(SOON_MS, action);
    },
  });
  const at = (phase: ClientPhase, action: () => void): ActiveFault => ({
    entered: entered => {
      if (entered === phase) action();
    },
  });
  switch (id) {
    case 'drop-tcp-in-opening':
      return at('opening', tools.dropTcp);
    case 'drop-tcp-in-open':
      return soon('open', tools.dropTcp);
    case 'drop-tcp-in-closing':
      return at('closing', tools.dropTcp);
    case 'half-open':
      return soon('open', () => {
        tools.fallSilent();
        after(HALF_OPEN_MS, tools.dropTcp);
      });
    case 'delayed-ping':
      return { timer: (timer, afterMs) => (timer === 'ping' ? afterMs + PING_DELAY_MS : afterMs) };
    case 'missing-ping':
      return { timer: (timer, afterMs) => (timer === 'ping' ? undefined : afterMs) };
    case 'slow-reader':
      return soon('open', () => {
        tools.pauseReading();
        after(NOT_READING_MS, tools.resumeReading);
      });
    case 'instant-hang-up':
      return at('opening', tools.hangUp);
    case 'dtmf-burst':
      return soon('open', () => {
        for (let n = 0; n < BURST_DIGITS; n += 1) {
          after((n * 1000) / BURST_DIGITS, () => tools.pressDigit(DIGITS[n % DIGITS.length] ?? '0'));
        }
      });
    case 'catch-up-burst':
      return { holdBackMs: 10_000 };
    case 'loss-as-discarded': {
      let n = 0;
      return {
        loses: () => {
          n += 1;
          return n % 5 === 0;
        },
      };
    }
    case 'frames-20ms':
    case 'jitter':
    case 'oversized-binary':
    case 'odd-byte':
      return audioFault(id, after);
    default:
      return messageFault(id);
  }
}

function audioFault(
  id: 'frames-20ms' | 'jitter' | 'oversized-binary' | 'odd-byte',
  after: FaultTools['after'],
): ActiveFault {
  let n = 0;
  switch (id) {
    case 'frames-20ms':
      return {
        frame: (frame, blockBytes, send) => {
          const size = 160 * blockBytes;
          for (let from = 0; from < frame.length; from += size) {
            after(from / (8 * blockBytes), () => send(frame.subarray(from, from + size)));
          }
        },
      };
    case 'jitter':
      return {
        frame: (frame, _blockBytes, send) => {
          after(LATENESS_MS[n % LATENESS_MS.length] ?? 0, () => send(frame));
          n += 1;
        },
      };
    case 'oversized-binary':
      return {
        frame: (frame, _blockBytes, send) => {
          n += 1;
          send(n === 1 ? silence(MAX_MESSAGE_BYTES + 8_000) : frame);
        },
      };
    case 'odd-byte':
      return {
        frame: (frame, _blockBytes, send) => {
          n += 1;
          send(n === 3 ? frame.subarray(0, -1) : frame);
        },
      };
  }
}

/** Faults of what is written; those of the signature and of the upgrade have nothing to do here. */
function messageFault(id: FaultId): ActiveFault {
  let open: NumberedMessage | undefined;
  let done = false;
  const firstPing = (change: (ping: NumberedMessage) => readonly Written[]): ActiveFault => ({
    write: message => {
      if (message.type === 'open') open = message;
      if (message.type !== 'ping' || done) return [message];
      done = true;
      return change(message);
    },
  });
  switch (id) {
    case 'wrong-seq':
      return firstPing(ping => [{ ...ping, seq: ping.seq - 1 }]);
    case 'skipped-seq':
      return firstPing(ping => [{ ...ping, seq: ping.seq + 1 }]);
    case 'wrong-id':
      return firstPing(ping => [{ ...ping, id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' }]);
    case 'bad-json':
      return firstPing(ping => {
        const text = JSON.stringify(ping);
        return [text.slice(0, text.length / 2)];
      });
    case 'oversized-text':
      return firstPing(ping => [{ ...ping, parameters: { padding: 'x'.repeat(MAX_MESSAGE_BYTES + 2_000) } }]);
    case 'unknown-type':
      return firstPing(ping => [
        { ...ping, type: 'console_fault', parameters: {} },
        { ...ping, seq: ping.seq + 1 },
      ]);
    case 'duplicate-open':
      return firstPing(ping => [
        { ...ping, ...open, seq: ping.seq },
        { ...ping, seq: ping.seq + 1 },
      ]);
    case 'extra-fields':
      return {
        write: message =>
          message.type === 'open' || message.type === 'ping'
            ? [
                {
                  ...message,
                  consoleFault: true,
                  parameters: { ...(message.parameters as object), consoleFault: { n: 1 } },
                },
              ]
            : [message],
      };
    case 'audio-before-opened':
      return { write: message => (message.type === 'open' ? [silence(1_600), message] : [message]) };
    default:
      return {};
  }
}
