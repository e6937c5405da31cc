/** A recorded bot leg being played to one client, connection after connection. */
import { STATUS_CODES } from 'node:http';
import type { Clock } from '../../../../shared/lib/clock.ts';
import type { RecordedConnection } from '../../../../shared/realtime/recording/bot-recording.ts';
import type { Parting } from '../../../../shared/realtime/recording/follow-client.ts';
import type { Recording } from './recording.ts';
import { RecordingPlayer } from './recording-player.ts';

/** What is told of a playback while it runs. */
export type PlaybackNews =
  | { readonly type: 'parted'; readonly parting: Parting }
  /** All that the server had sent in the recording was sent. */
  | { readonly type: 'finished' };

/** The other end of an accepted socket. */
export interface PlaybackSocket {
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** Instead of a connection that was not recorded. */
const NOT_RECORDED = 503;

export class Playback {
  readonly #recording: Recording;
  readonly #clock: Clock;
  readonly #tell: (news: PlaybackNews) => void;
  #connections = 0;

  constructor(recording: Recording, clock: Clock, tell: (news: PlaybackNews) => void) {
    this.#recording = recording;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** What became of the next connection in the recording. */
  next(): { readonly answer: RecordedConnection['answer']; readonly recorded: RecordedConnection | undefined } {
    const { connections } = this.#recording;
    const recorded = connections[this.#connections];
    this.#connections += 1;
    if (!recorded) this.#tell({ type: 'parted', parting: { type: 'connection', recorded: connections.length } });
    return { answer: recorded?.answer ?? NOT_RECORDED, recorded };
  }

  /** The first connection is the next one again. */
  rewind(): void {
    this.#connections = 0;
  }

  play(recorded: RecordedConnection, socket: PlaybackSocket): RecordingPlayer {
    const player = new RecordingPlayer(recorded, {
      clock: this.#clock,
      sound: range => this.#recording.sound(range),
      send: data => socket.send(data),
      close: (code, reason) => socket.close(code, reason),
      drop: () => socket.terminate(),
      parted: parting => this.#tell({ type: 'parted', parting }),
      finished: () => {
        if (recorded === this.#recording.connections.at(-1)) this.#tell({ type: 'finished' });
      },
    });
    player.start();
    return player;
  }
}

/** An HTTP status line without its version: `401 Unauthorized`. */
export function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? 'Unknown'}`;
}
