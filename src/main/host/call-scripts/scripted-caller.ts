/** A caller that says what it is told to, and nothing in between. */
import { type CallerAudio, silence } from '../genesys-client/caller-audio.ts';

export class ScriptedCaller implements CallerAudio {
  #pieces: { audio: Uint8Array; said: () => void }[] = [];
  #at = 0;
  #over = false;

  /** Resolves when the last of it has gone to the caller's line. */
  say(audio: Uint8Array): Promise<void> {
    return new Promise(said => this.#pieces.push({ audio, said }));
  }

  /** Nothing more will be said. */
  end(): void {
    this.#over = true;
  }

  get ended(): boolean {
    return this.#over && this.#pieces.length === 0;
  }

  take(bytes: number): Uint8Array {
    const frame = silence(bytes);
    let filled = 0;
    while (filled < bytes) {
      const piece = this.#pieces[0];
      if (!piece) break;
      const part = piece.audio.subarray(this.#at, this.#at + bytes - filled);
      frame.set(part, filled);
      filled += part.length;
      this.#at += part.length;
      if (this.#at < piece.audio.length) break;
      this.#pieces.shift();
      this.#at = 0;
      piece.said();
    }
    return frame;
  }
}
