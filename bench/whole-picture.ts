/** A whole call as it is drawn, once all of it has been read. */
import type { SessionSound } from '../src/main/host/replay/session-sound.ts';

export async function wholePicture(sound: SessionSound, id: string, durationMs: number, columns: number) {
  for (;;) {
    const picture = await sound.peaks(id, 0, durationMs, columns);
    if (!picture.ok) throw new Error(picture.error.message);
    if (picture.value.readUntilMs === undefined) return picture.value;
  }
}
