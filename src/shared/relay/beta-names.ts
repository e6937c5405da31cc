/**
 * The Realtime API's beta, as far as its names carry audio: OpenAI has switched it off, but other servers still speak it,
 * and who stands in the middle can read it all the same. Source: the beta's API reference of 2025.
 */
import { AUDIO_KEY_OF, type ParsedEvent } from '../realtime/events.ts';
import { audioOf, fieldAt, textAt } from '../realtime/parse.ts';

export const BETA_DELTA = 'response.audio.delta';
const AUDIO_KEYS = { ...AUDIO_KEY_OF, [BETA_DELTA]: 'delta' };
const FORMATS: Readonly<Record<string, string>> = {
  pcm16: 'audio/pcm',
  g711_ulaw: 'audio/pcmu',
  g711_alaw: 'audio/pcma',
};

/** As `audioOf`, by either API's names. */
export function relayedAudioOf(parsed: ParsedEvent): ReturnType<typeof audioOf> {
  return audioOf(parsed, AUDIO_KEYS);
}

/** What a session hears or speaks, by either API's names, in the present ones (`audio/pcmu`); empty where it is not said. */
export function formatIn(event: unknown, side: 'input' | 'output'): string {
  const present = textAt(event, 'session', 'audio', side, 'format', 'type');
  return present || (FORMATS[String(fieldAt(event, 'session', `${side}_audio_format`))] ?? '');
}
