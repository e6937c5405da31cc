/** The AudioHook wire between Genesys Cloud and somebody's server, as a session. */
import { type Media, mediaSchema } from '../../../shared/audiohook/media.ts';
import { NULL_UUID } from '../../../shared/audiohook/messages.ts';
import { fieldAt, textAt } from '../../../shared/realtime/parse.ts';
import { GenesysJudge } from '../../../shared/relay/genesys-judge.ts';
import type { Side } from '../../../shared/relay/judgement.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { WireTracks } from '../capture/wire-tracks.ts';
import { type HttpHead, headersByName } from './http-head.ts';
import { WireLog } from './wire-log.ts';

/** Messages that say what the wire's bytes mean, and those that say why it ends; others are not parsed. */
const OF_NOTE = /"type"\s*:\s*"(?:open(?:ed)?|close|error)"/;

/** Longer texts are whole in the message. */
const MOST_OF_A_REASON = 200;

export class GenesysLog extends WireLog {
  readonly #tracks: WireTracks;
  #judge = new GenesysJudge({ sessionId: '', organizationId: '' });
  #media: Media | undefined;
  /** Of the last `error` of Genesys Cloud, and of its `close`. */
  #error = '';
  #closeReason = '';

  constructor(recorder: SessionRecorder) {
    super(recorder, { leg: 'genesys', clients: 'in', client: 'Genesys Cloud', server: 'their server' });
    this.#tracks = new WireTracks(recorder, 'server');
  }

  override request(came: HttpHead, sent: HttpHead, to: string): void {
    super.request(came, sent, to);
    const headers = headersByName(came);
    this.#judge = new GenesysJudge({
      sessionId: headers['audiohook-session-id'] ?? '',
      organizationId: headers['audiohook-organization-id'] ?? '',
    });
  }

  override text(from: Side, text: string, bytes: number): void {
    if (this.over) return;
    const direction = this.directionOf(from);
    this.append({ leg: 'genesys', type: 'message', direction, text, bytes });
    this.judged(this.#judge.text(from, text, bytes, this.recorder.nowMs()));
    if (OF_NOTE.test(text)) this.#ofNote(from, text);
  }

  override binary(from: Side, data: Buffer): void {
    if (this.over) return;
    if (from === 'client') this.#tracks.keepClient(data, this.#media);
    else this.#tracks.keepServer(data, this.#media);
    this.judged(this.#judge.binary(from, data.length, this.recorder.nowMs()));
  }

  protected override gone(side: Side, how: string, code: number): void {
    const said = how === '' ? `code ${code}` : `code ${code}, ${how}`;
    this.judged(this.#judge.gone(side, said, this.recorder.nowMs()));
  }

  protected override get why(): string {
    const reason = this.#closeReason;
    const close = reason === '' || (reason === 'end' && this.#error === '') ? '' : `close, reason ${reason}`;
    const said = [close, this.#error].filter(part => part !== '').join('; ');
    return said === '' ? '' : `Genesys Cloud said ${said}`;
  }

  #ofNote(from: Side, text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      // It is in the log as it came, and says nothing of the audio.
      return;
    }
    const type = textAt(message, 'type');
    if (from === 'server' && type === 'opened') {
      const offered = fieldAt(message, 'parameters', 'media');
      const media = mediaSchema.safeParse(Array.isArray(offered) ? offered[0] : undefined);
      this.#media = media.success ? media.data : undefined;
    }
    if (from === 'client' && type === 'close') this.#closeReason ||= textAt(message, 'parameters', 'reason');
    if (from === 'client' && type === 'error') {
      const code = fieldAt(message, 'parameters', 'code');
      const said = textAt(message, 'parameters', 'message').slice(0, MOST_OF_A_REASON);
      this.#error = `error ${String(code)}${said === '' ? '' : ` ${said}`}`;
    }
    if (from !== 'client' || type !== 'open') return;
    const probe = textAt(message, 'parameters', 'conversationId') === NULL_UUID;
    const caller = textAt(message, 'parameters', 'participant', 'ani');
    this.recorder.update({ caller, ...(probe ? { kind: 'probe' as const } : {}) });
  }
}
