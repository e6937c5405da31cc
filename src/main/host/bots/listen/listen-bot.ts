/**
 * A bot that only listens: it says nothing, so that a call can be recorded or a connection tried. Where its profile asks
 * for it, it sends a `transcript` event for each thing that the caller said, as a Transcription Connector server would:
 * the text says what it is ("[2.4 s of caller speech]"), because nobody here understands speech.
 */

import { decodeMuLaw, PCMU_RATE_HZ } from '../../../../shared/audio/mulaw.ts';
import { VoiceActivity } from '../../../../shared/audio/voice-activity.ts';
import { durationOfSamples } from '../../../../shared/audiohook/duration.ts';
import type { Ids } from '../../../../shared/lib/ids.ts';
import type { BotCall, StartBot } from '../bot.ts';

/** Energy detection as the Realtime API's defaults have it. */
const DETECTION = { rateHz: PCMU_RATE_HZ, threshold: 0.5, prefixPaddingMs: 0, silenceDurationMs: 500 };

export function startListenBot(ids: Ids): StartBot {
  return call => {
    const transcribe = call.profile.transcripts ? transcriber(call, ids) : () => undefined;
    return {
      name: 'listen',
      hear: transcribe,
      pressed: () => undefined,
      playbackStarted: () => undefined,
      playbackCompleted: () => undefined,
      end: () => Promise.resolve(),
    };
  };
}

function transcriber(call: BotCall, ids: Ids): (audio: Uint8Array) => void {
  const activity = new VoiceActivity(DETECTION);
  let heardSamples = 0;
  let startSample = 0;
  return audio => {
    heardSamples += audio.length;
    // Offsets are positions of the call, on which discarded audio counts; the detector counts what it heard.
    const discarded = Math.max(0, call.position() - heardSamples);
    for (const event of activity.append(decodeMuLaw(audio))) {
      if (event.type === 'speech_started') startSample = event.startSample;
      else {
        const offset = durationOfSamples(discarded + startSample, PCMU_RATE_HZ);
        call.sendEvent(transcript(ids.uuid(), offset, event.speechEndSample - startSample, call.language));
      }
    }
  };
}

/** One final transcript entity; PROTOCOL section 10. */
function transcript(id: string, offset: string, samples: number, language: string): { type: string; data: unknown } {
  const duration = durationOfSamples(samples, PCMU_RATE_HZ);
  const text = `[${(samples / PCMU_RATE_HZ).toFixed(1)} s of caller speech]`;
  const tokens = [{ type: 'word', value: text, confidence: 1, offset, duration }];
  const interpretations = [{ type: 'display', transcript: text, tokens }];
  const alternatives = [{ confidence: 1, ...(language ? { languages: [language] } : {}), interpretations }];
  return { type: 'transcript', data: { id, channelId: 0, isFinal: true, offset, duration, alternatives } };
}
