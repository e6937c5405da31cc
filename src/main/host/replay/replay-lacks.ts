/** What a capture lacks for its caller to be run again as it was: sound and values that a bundle left out. */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { clockWords } from '../../../shared/projections/words.ts';
import type { CallerScript } from '../../../shared/replay/caller-script.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';

/** `code`: of the note that tells it in the new session. `text`: what is lacking, and what that means. */
export type ReplayLack = { readonly code: 'replay-silent' | 'replay-gaps' | 'replay-masked'; readonly text: string };

/** What a capture or a redacted bundle has in the place of what was taken out: `«secret:client-secret»`. */
const MARK = /«[^»]*»/g;
const DIGIT = /^[0-9*#]$/;

export async function replayLacks(session: ReadableSession, script: CallerScript): Promise<ReplayLack[]> {
  const masked = JSON.stringify(script.open).match(MARK)?.length ?? 0;
  const keys = script.cues.length - pressable(script).length;
  const silent = await silentWords(session, script);
  return [
    ...(silent === undefined ? [] : [silent]),
    ...masking(masked, 'value of `open`', 'values of `open`', 'the server gets the marks in their place'),
    ...masking(keys, 'key press', 'key presses', 'not pressed again'),
  ];
}

/** The cues without keys that were taken out of the capture. */
export function pressable({ cues }: CallerScript): CallerScript['cues'] {
  return cues.filter(cue => cue.type !== 'digit' || DIGIT.test(cue.digit));
}

function masking(count: number, one: string, several: string, so: string): ReplayLack[] {
  if (count === 0) return [];
  const text = `${count} ${count === 1 ? `${one} was` : `${several} were`} taken out of the capture: ${so}.`;
  return [{ code: 'replay-masked', text }];
}

async function silentWords(session: ReadableSession, script: CallerScript): Promise<ReplayLack | undefined> {
  let said = 0;
  let missing = 0;
  for (const track of ['caller', 'agent'] as const) {
    const end = Math.max(0, ...script[track].map(({ offset, bytes }) => offset + bytes));
    const there = await bytesThere(session, track, end);
    for (const { offset, bytes } of script[track]) {
      said += bytes;
      missing += Math.min(bytes, Math.max(0, offset + bytes - there));
    }
  }
  if (missing === 0) return undefined;
  const follows = 'What follows from speech does not come again: turns, answers, interruptions.';
  if (missing === said) {
    const text = `The caller is silent: the capture has no sound, as a bundle made without it. ${follows} Ask for a bundle with sound (export --include-audio).`;
    return { code: 'replay-silent', text };
  }
  const [lacking, whole] = [missing, said].map(bytes => clockWords(bytes / PCMU_BYTES_PER_MS));
  const text = `The caller is silent for ${lacking} of ${whole}: the capture lacks that sound. ${follows}`;
  return { code: missing > said / 2 ? 'replay-silent' : 'replay-gaps', text };
}

/** How much of a track there is, of `end` bytes: a few small reads, because it may be hours. */
async function bytesThere(session: ReadableSession, track: string, end: number): Promise<number> {
  let there = 0;
  let gone = end + 1;
  while (gone - there > 1) {
    // The last byte first: mostly all of it is there.
    const wanted = gone === end + 1 ? end : (there + gone) >> 1;
    const isThere = wanted === 0 || (await session.audio(track, wanted - 1, 1)).length > 0;
    if (isThere) there = wanted;
    else gone = wanted;
  }
  return there;
}
