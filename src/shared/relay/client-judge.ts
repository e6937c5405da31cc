/** Judges an AudioHook client by a wire that is only heard, by what our own server asks of one. */
import { type Media, mediaSchema } from '../audiohook/media.ts';
import { blockBytes } from '../audiohook/media-stream.ts';
import type { ClientMessage } from '../audiohook/messages.ts';
import type { ClientParse } from '../audiohook/parse.ts';
import type { RuleId } from '../audiohook/rules.ts';
import { brokenEnvelope, LEGAL, type ServerPhase } from '../audiohook/server-machine.ts';
import type { NoteLevel } from '../events/session-event.ts';
import { fieldAt, textAt } from '../realtime/parse.ts';
import type { Judgement } from './judgement.ts';

export class ClientJudge {
  readonly #upgrade: { readonly sessionId: string; readonly organizationId: string };
  #phase: ServerPhase = 'awaiting-open';
  #clientSeq = 0;
  #paused = false;
  /** Of `opened`; undefined before it, null where it selected none. What cannot be read is the server's fault. */
  #media: Media | 'unreadable' | null | undefined;

  constructor(upgrade: { readonly sessionId: string; readonly organizationId: string }) {
    this.#upgrade = upgrade;
  }

  /** @param sentSeq the highest seq that the server has sent */
  text(parsed: ClientParse, sentSeq: number): readonly Judgement[] {
    if (parsed.kind === 'breach') return [judged(parsed.breach.rule, 'problem', parsed.breach.detail)];
    const envelope = parsed.kind === 'unknown' ? parsed.envelope : parsed.message;
    const ending = this.#phase === 'disconnecting' || this.#phase === 'closed';
    const known = { upgrade: this.#upgrade, clientSeq: this.#clientSeq };
    const broken = ending ? undefined : brokenEnvelope(known, envelope, sentSeq);
    this.#clientSeq = Math.max(this.#clientSeq, envelope.seq);
    const found = broken ? [judged(broken.rule, 'problem', broken.detail)] : [];
    if (parsed.kind === 'unknown')
      return [...found, judged('AH-11', 'warning', `unknown message type "${parsed.type}"`)];
    return [...found, ...this.#message(parsed.message)];
  }

  binary(bytes: number): readonly Judgement[] {
    const media = this.#media;
    const audio = `${bytes} bytes of audio`;
    if (this.#phase === 'closed') return [judged('AH-10', 'warning', `${audio} after close`)];
    if (this.#phase === 'disconnecting') return [];
    if (media === undefined) return [judged('AH-10', 'problem', `${audio} before opened`)];
    if (media === null) return [judged('AH-10', 'problem', `${audio}, but no media was selected`)];
    if (media !== 'unreadable' && bytes % blockBytes(media) !== 0) {
      return [judged('AH-27', 'problem', `${audio} are no whole number of samples`)];
    }
    return this.#paused ? [judged('AH-10', 'warning', 'audio in a pause')] : [];
  }

  /** A message of the server: what it changes for the client. */
  heard(message: Readonly<Record<string, unknown>>): void {
    if (message.type === 'opened' && this.#media === undefined) {
      const selected = fieldAt(message, 'parameters', 'media');
      const isNone = selected === undefined || (Array.isArray(selected) && selected.length === 0);
      const media = mediaSchema.safeParse(Array.isArray(selected) ? selected[0] : undefined);
      if (media.success) this.#media = media.data;
      else this.#media = isNone ? null : 'unreadable';
    } else if (message.type === 'disconnect' && this.#phase !== 'closed') this.#phase = 'disconnecting';
  }

  #message(message: ClientMessage): readonly Judgement[] {
    const { type } = message;
    const found: Judgement[] = [];
    if (!LEGAL[this.#phase].includes(type)) {
      const rule = type === 'open' || this.#phase === 'awaiting-open' ? 'AH-07' : 'AH-08';
      found.push(judged(rule, 'problem', `${type} in state ${this.#phase}`));
    }
    if (type === 'open') {
      if (message.parameters.organizationId !== this.#upgrade.organizationId) {
        found.push(judged('AH-26', 'problem', 'organizationId is not that of the upgrade'));
      }
      if (this.#phase === 'awaiting-open') this.#phase = 'open';
    } else if (type === 'close') this.#phase = 'closed';
    else if (type === 'paused') this.#paused = true;
    else if (type === 'resumed') this.#paused = false;
    else if (type === 'error') {
      const { code } = message.parameters;
      const text = `Genesys Cloud reports error ${code}: ${textAt(message, 'parameters', 'message')}`;
      found.push({ ...judged('AH-08', 'problem', text), data: { code } });
    }
    return found;
  }
}

function judged(rule: RuleId, level: NoteLevel, text: string): Judgement {
  return { about: 'client', rule, level, text };
}
