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

/** The two messages that say what the wire's bytes mean; others are not parsed. */
const OPENING = /"type"\s*:\s*"open(?:ed)?"/;

export class GenesysLog extends WireLog {
  readonly #tracks: WireTracks;
  #judge = new GenesysJudge({ sessionId: '', organizationId: '' });
  #media: Media | undefined;

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
    if (OPENING.test(text)) this.#opening(from, text);
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

  #opening(from: Side, text: string): void {
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
    if (from !== 'client' || type !== 'open') return;
    const probe = textAt(message, 'parameters', 'conversationId') === NULL_UUID;
    const caller = textAt(message, 'parameters', 'participant', 'ani');
    this.recorder.update({ caller, ...(probe ? { kind: 'probe' as const } : {}) });
  }
}
