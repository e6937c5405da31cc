/** The Realtime wire between somebody's server and a model, as a session. */
import { decodeALaw } from '../../../shared/audio/alaw.ts';
import { encodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { createResampler, floatToInt16, type Resampler } from '../../../shared/audio/resample.ts';
import type { AudioRange } from '../../../shared/events/session-event.ts';
import { isTooDeep } from '../../../shared/lib/json-depth.ts';
import { parseEvent, textAt, withoutAudio } from '../../../shared/realtime/parse.ts';
import { formatIn, relayedAudioOf } from '../../../shared/relay/beta-names.ts';
import type { Side } from '../../../shared/relay/judgement.ts';
import { ModelJudge } from '../../../shared/relay/model-judge.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { WireLog } from './wire-log.ts';

type Format = 'audio/pcm' | 'audio/pcmu' | 'audio/pcma';
type Voice = { format: Format; resampler: Resampler | undefined };

const PCMU = { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 } as const;
const PCM24 = { encoding: 'L16', rateHz: 24_000, channels: 1 } as const;
/** Keys that travel in messages: an MCP tool's. */
const KEYS = /"(?:authorization|headers)"\s*:/;
/** Names of the beta API (OPENAI-REALTIME: off since 2026-05-12). */
const BETA = /"(?:input_audio_format|output_audio_format)"\s*:|"type"\s*:\s*"response\.audio\.delta"/;
const SESSION = /"type"\s*:\s*"session\.(?:created|updated)"/;

export class ModelLog extends WireLog {
  /** A session begins with PCM 24 kHz both ways, until `session.updated` says otherwise. */
  readonly #voices: Record<'caller' | 'bot', Voice> = {
    caller: { format: 'audio/pcm', resampler: undefined },
    bot: { format: 'audio/pcm', resampler: undefined },
  };

  #saidBeta = false;
  readonly #judge = new ModelJudge();

  constructor(recorder: SessionRecorder) {
    super(recorder, { leg: 'bot', clients: 'out', client: 'their server', server: 'the model' });
    recorder.declareTrack('caller', PCMU);
    recorder.declareTrack('bot', PCMU);
  }

  override text(from: Side, text: string, bytes: number): void {
    if (this.over) return;
    if (KEYS.test(text)) for (const key of keysIn(text)) this.recorder.hideSecret('authorization', key);
    if (BETA.test(text) && !this.#saidBeta) {
      this.#saidBeta = true;
      this.note(
        'beta-wire',
        'warning',
        'This wire speaks the Realtime API’s beta names, which OpenAI has switched off; its audio is read all the same.',
      );
    }
    const direction = this.directionOf(from);
    const parsed = parseEvent(text);
    const audio = relayedAudioOf(parsed);
    if (audio) this.#keepMessage(from, text, bytes, audio);
    else {
      this.append({ leg: 'bot', type: 'message', direction, text, bytes });
      if (from === 'server' && SESSION.test(text)) this.#session(text);
    }
    this.judged(this.#judge.text(from, parsed, this.recorder.nowMs()));
  }

  #keepMessage(from: Side, text: string, bytes: number, audio: { base64: string; bytes: Uint8Array }): void {
    const direction = this.directionOf(from);
    const track = from === 'client' ? 'caller' : 'bot';
    const ranges = this.#keep(track, audio.bytes);
    const shown = withoutAudio(text, audio.base64, ranges.wire);
    this.append({ leg: 'bot', type: 'message', direction, text: shown, bytes });
    // Drawn and heard as PCMU: on this wire alone there is no frame of Genesys's that carries it.
    if (ranges.heard.bytes > 0) this.append({ leg: 'console', type: 'audio', direction, ...ranges.heard });
  }

  override binary(from: Side, data: Buffer): void {
    if (this.over) return;
    this.note('binary-frame', 'warning', `A binary frame of ${data.length} bytes: the Realtime API has none.`, {
      from,
    });
  }

  protected override gone(side: Side, how: string, code: number): void {
    this.judged(this.#judge.gone(side, code, how));
  }

  #session(text: string): void {
    const parsed = parseEvent(text);
    const event = parsed.kind === 'event' ? parsed.event : undefined;
    this.#setFormat('caller', formatIn(event, 'input'));
    this.#setFormat('bot', formatIn(event, 'output'));
    const model = textAt(parsed, 'event', 'session', 'model');
    if (model) this.recorder.update({ bot: model });
  }

  #setFormat(track: 'caller' | 'bot', type: string): void {
    if (type !== 'audio/pcm' && type !== 'audio/pcmu' && type !== 'audio/pcma') return;
    if (this.#voices[track].format !== type) this.#voices[track] = { format: type, resampler: undefined };
  }

  /** `wire`: the bytes as they were. `heard`: the same as PCMU, in the track that is drawn and played. */
  #keep(track: 'caller' | 'bot', bytes: Uint8Array): { wire: AudioRange; heard: AudioRange } {
    const { recorder } = this;
    const voice = this.#voices[track];
    if (voice.format === 'audio/pcmu') {
      const range = recorder.appendAudio(track, bytes);
      return { wire: range, heard: range };
    }
    const wireTrack = voice.format === 'audio/pcm' ? `${track}-pcm24` : `${track}-pcma`;
    recorder.declareTrack(wireTrack, voice.format === 'audio/pcm' ? PCM24 : PCMU);
    const wire = recorder.appendAudio(wireTrack, bytes);
    return { wire, heard: recorder.appendAudio(track, encodeMuLaw(this.#linear(voice, bytes))) };
  }

  #linear(voice: Voice, bytes: Uint8Array): Int16Array {
    if (voice.format === 'audio/pcma') return decodeALaw(bytes);
    voice.resampler ??= createResampler(PCM24.rateHz, PCMU_RATE_HZ);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const samples = Float32Array.from({ length: bytes.length >> 1 }, (_, at) => view.getInt16(2 * at, true) / 32768);
    return floatToInt16(voice.resampler.push(samples));
  }
}

/** Values of `authorization` and of everything in `headers`, wherever they stand in a message. */
function keysIn(text: string): string[] {
  const parsed = parseEvent(text);
  const found: string[] = [];
  const walk = (value: unknown, secret: boolean): void => {
    if (typeof value === 'string') {
      if (secret) found.push(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        walk(inner, secret || key === 'authorization' || key === 'headers');
    }
  };
  if (parsed.kind === 'event' && !isTooDeep(text)) walk(parsed.event, false);
  return found;
}
