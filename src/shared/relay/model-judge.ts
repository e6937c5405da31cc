/**
 * Judges a Realtime wire that is only heard, by the rules of our own bridge (docs/rules/realtime.md): what the model
 * refused or failed at, and what it was asked for in vain. Time is that of what passes: what is overdue is noticed at the
 * next event.
 */
import type { NoteLevel } from '../events/session-event.ts';
import { failureOf, shortAnswerNotes } from '../realtime/answer-notes.ts';
import type { ParsedEvent } from '../realtime/events.ts';
import { fieldAt, textAt } from '../realtime/parse.ts';
import { adviceFor, FINAL_CODES } from '../realtime/server-errors.ts';
import { echoDifferences, type SessionUpdateEvent } from '../realtime/session-update.ts';
import { BETA_DELTA, relayedAudioOf } from './beta-names.ts';
import type { Judgement, Side } from './judgement.ts';

type Event = Extract<ParsedEvent, { kind: 'event' }>;

const NOTHING: readonly Judgement[] = [];
/** As long as our own bridge waits by default (docs/rules/realtime.md), ms. */
const NO_ANSWER_MS = 10_000;
const NO_RESPONSE_MS = 5_000;

export class ModelJudge {
  /** The bridge's last `session.update`, until it is answered. */
  #update: Event | undefined;
  /** An `error` with nothing behind it: a close that follows is its doing. */
  #lastError: { readonly code: string; readonly message: string } | undefined;
  /** The response that is active. */
  #active = '';
  /** When a response was due since; and its audio. */
  #responseSinceMs: number | undefined;
  #answerSinceMs: number | undefined;

  text(from: Side, parsed: ParsedEvent, nowMs: number): readonly Judgement[] {
    const found = this.#overdue(nowMs);
    if (parsed.kind === 'malformed') {
      const who = from === 'server' ? 'The model' : 'The bridge';
      return [...found, judged(from, 'RT-12', 'warning', `${who} sent what is no event: ${parsed.why}.`)];
    }
    return [...found, ...(from === 'client' ? this.#asked(parsed, nowMs) : this.#answered(parsed, nowMs))];
  }

  /** The model, or the bridge, ended the connection first. @param code of RFC 6455 */
  gone(side: Side, code: number, reason: string): readonly Judgement[] {
    if (side === 'client') return NOTHING;
    const said = reason === '' ? `code ${code}` : `code ${code}, ${reason}`;
    const error = this.#lastError;
    if (!error)
      return [judged('server', 'RT-04', 'warning', `The connection to the model closed in the call (${said}).`)];
    const text = `The model ended the session: ${error.message} (${error.code}; ${said})${adviceFor(error.code)}`;
    return [judged('server', 'RT-03', FINAL_CODES.has(error.code) ? 'problem' : 'warning', text)];
  }

  #asked(event: Event, nowMs: number): readonly Judgement[] {
    if (event.type === 'session.update') this.#update = event;
    if (event.type === 'response.create') this.#await(nowMs);
    return NOTHING;
  }

  #answered(parsed: Event, nowMs: number): readonly Judgement[] {
    const { type, event } = parsed;
    if (type === 'error') return this.#error(event);
    this.#lastError = undefined;
    switch (type) {
      case 'session.updated':
        return this.#updated(event);
      case 'response.created':
        return this.#created(event);
      case 'response.output_audio.delta':
      case BETA_DELTA:
        this.#responseSinceMs = undefined;
        this.#answerSinceMs = undefined;
        if (relayedAudioOf(parsed)) return NOTHING;
        return [judged('server', 'RT-16', 'warning', 'The model sent audio that is not base64.')];
      case 'response.done':
        return this.#done(event);
      case 'input_audio_buffer.committed':
        this.#await(nowMs);
        return NOTHING;
      default:
        return NOTHING;
    }
  }

  #await(nowMs: number): void {
    this.#responseSinceMs ??= nowMs;
    this.#answerSinceMs ??= nowMs;
  }

  #overdue(nowMs: number): readonly Judgement[] {
    const found: Judgement[] = [];
    if (this.#responseSinceMs !== undefined && nowMs - this.#responseSinceMs >= NO_RESPONSE_MS) {
      this.#responseSinceMs = undefined;
      const text = `No response was created within ${NO_RESPONSE_MS} ms: the caller waits.`;
      found.push(judged('server', 'RT-20', 'warning', text));
    }
    if (this.#answerSinceMs !== undefined && nowMs - this.#answerSinceMs >= NO_ANSWER_MS) {
      this.#answerSinceMs = undefined;
      const text = `The model sent no audio within ${NO_ANSWER_MS} ms: the caller hears nothing.`;
      found.push(judged('server', 'RT-18', 'warning', text));
    }
    return found.length > 0 ? found : NOTHING;
  }

  #updated(event: unknown): readonly Judgement[] {
    const update = this.#update;
    this.#update = undefined;
    // The beta's session has no type, and another shape.
    if (textAt(update?.event, 'session', 'type') === '') return NOTHING;
    const differences = echoDifferences(update?.event as unknown as SessionUpdateEvent, event);
    if (differences.length === 0) return NOTHING;
    const paths = differences.map(({ path }) => path).join(', ');
    const text = `The session is not as it was asked for: ${paths}.`;
    return [{ ...judged('server', 'RT-21', 'warning', text), data: { differences } }];
  }

  #created(event: unknown): readonly Judgement[] {
    this.#responseSinceMs = undefined;
    // Out of band: it is of no conversation, and may run beside another.
    if (fieldAt(event, 'response', 'conversation_id') === null) return NOTHING;
    const id = textAt(event, 'response', 'id');
    const active = this.#active;
    this.#active = id;
    if (active === '' || active === id) return NOTHING;
    const text = 'A second response began while one was active.';
    return [{ ...judged('client', 'RT-28', 'warning', text), data: { active, second: id } }];
  }

  #done(event: unknown): readonly Judgement[] {
    this.#active = '';
    this.#responseSinceMs = undefined;
    this.#answerSinceMs = undefined;
    const status = textAt(event, 'response', 'status');
    if (status === 'failed') {
      const { code, text } = failureOf(event);
      return [{ ...judged('server', 'RT-07', 'problem', text), data: { code } }];
    }
    return shortAnswerNotes(event, status).map(({ rule, level, text, data }) => ({
      ...judged('server', rule, level, text),
      ...(data ? { data } : {}),
    }));
  }

  #error(event: unknown): readonly Judgement[] {
    const code = textAt(event, 'error', 'code') || textAt(event, 'error', 'type') || 'no code';
    const message = textAt(event, 'error', 'message') || 'no message';
    const about = textAt(event, 'error', 'event_id');
    const param = textAt(event, 'error', 'param');
    const data = { error: code, ...(param && { param }), ...(about && { event_id: about }) };
    this.#lastError = { code, message };
    if (code === 'conversation_already_has_active_response') {
      const text = 'A response was asked for while another was active: it is refused.';
      return [{ ...judged('client', 'RT-09', 'warning', text), data }];
    }
    // Not about the settings: the close that follows is the session's end, and is told then.
    if (FINAL_CODES.has(code)) return NOTHING;
    if (this.#update && (about === '' || about === fieldAt(this.#update.event, 'event_id'))) {
      this.#update = undefined;
      const text = `The model refused the session's settings (${code}): ${message}${adviceFor(code)}`;
      return [{ ...judged('client', 'RT-01', 'problem', text), data }];
    }
    const level = code === 'response_cancel_not_active' ? 'info' : 'warning';
    const text = `The model reports ${code}: ${message}${adviceFor(code)}`;
    return [{ ...judged('client', 'RT-08', level, text), data }];
  }
}

function judged(about: Side, rule: string, level: NoteLevel, text: string): Judgement {
  return { about, rule, level, text };
}
