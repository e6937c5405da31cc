/**
 * Judges an AudioHook server by a wire that is only heard. The machine that is our own caller follows along, lenient: it
 * goes on where Genesys Cloud would refuse, because what really happens next is on the wire. Nothing it wants to send is
 * sent, and time is that of what passes: what is overdue is noticed at the next frame.
 */
import { startClient, stepClient } from '../audiohook/client-machine.ts';
import { parseForClient } from '../audiohook/client-parse.ts';
import type { ClientEffect, ClientInput, ClientState } from '../audiohook/client-state.ts';
import { CLOSE_TIMEOUT_MS, OPEN_TIMEOUT_MS, PING_INTERVAL_MS } from '../audiohook/limits.ts';
import { type ClientMessage, NULL_UUID, type OpenParameters } from '../audiohook/messages.ts';
import type { Judgement } from './judgement.ts';

/** Genesys Cloud's own clock decides: what it gives up after its time-out may reach us this much sooner, ms. */
const EARLY_MS = 250;

const NOTHING: readonly Judgement[] = [];

/** Until `open` has come, or where it cannot be read. */
const NOTHING_OPENED: OpenParameters = {
  organizationId: NULL_UUID,
  conversationId: NULL_UUID,
  participant: { id: NULL_UUID, ani: '', aniName: '', dnis: '' },
  media: [],
};

export class ServerJudge {
  #state: ClientState;
  #clientSeq = 0;
  #openMs: number | undefined;
  #closeMs: number | undefined;
  #disconnected = false;
  #found: Judgement[] = [];

  /** @param sessionId of the upgrade */
  constructor(sessionId: string) {
    const connecting = startClient(sessionId, NOTHING_OPENED, { lenient: true, listensOnly: false });
    this.#state = stepClient(connecting, { type: 'connected' }).state;
  }

  /** The highest seq that the server has sent. */
  get serverSeq(): number {
    return this.#state.serverSeq;
  }

  /** What the server has left undone for too long. @param givesUp the client ends it just now */
  passed(nowMs: number, givesUp = false): readonly Judgement[] {
    const state = this.#state;
    const since = (fromMs: number | undefined) =>
      fromMs === undefined ? 0 : nowMs - fromMs + (givesUp ? EARLY_MS : 0);
    if (state.phase === 'open' && state.ping && since(state.ping.atMs) >= PING_INTERVAL_MS) {
      this.#step({ type: 'timer', timer: 'pong' });
    }
    if (state.phase === 'opening' && since(this.#openMs) >= OPEN_TIMEOUT_MS) {
      this.#openMs = undefined;
      // It may still open: what then comes is no news of a session that is not there.
      this.#judge(stepClient(state, { type: 'timer', timer: 'open' }).effects);
    }
    if (state.phase === 'closing' && since(this.#closeMs) >= CLOSE_TIMEOUT_MS) {
      this.#step({ type: 'timer', timer: 'close' });
    }
    return this.#take();
  }

  /** A message of the client, which Genesys Cloud is as a rule. */
  heard(message: ClientMessage, nowMs: number): readonly Judgement[] {
    // Genesys Cloud asks again only when a pong has come, or is overdue.
    const overdue = this.passed(nowMs, ['error', 'close', 'ping'].includes(message.type));
    this.#clientSeq = Math.max(this.#clientSeq, message.seq);
    const state = this.#state;
    switch (message.type) {
      case 'open':
        this.#openMs = nowMs;
        this.#state = { ...state, open: message.parameters };
        break;
      case 'ping':
        this.#step({ type: 'ping-written', seq: message.seq, nowMs });
        break;
      case 'paused':
        // Where the server asked for it, this is the answer.
        if (state.phase === 'open' && !state.held.server) this.#hold(state, true);
        break;
      case 'resumed':
        if (state.phase === 'open') this.#hold(state, false);
        break;
      case 'close':
        this.#closeMs = nowMs;
        this.#step({ type: 'hang-up', reason: 'end', why: 'closed by the client' });
        break;
      default:
        break;
    }
    return [...overdue, ...this.#take()];
  }

  /** A message of the client that cannot be read, or is of no known type. */
  heardOther(seq: number): void {
    this.#clientSeq = Math.max(this.#clientSeq, seq);
  }

  /** @param bytes of the frame on the wire */
  text(text: string, bytes: number, nowMs: number): readonly Judgement[] {
    const received = parseForClient(text, bytes);
    if (received.kind === 'message') {
      const { message, warnings } = received;
      if (message.type === 'disconnect') this.#disconnected = true;
      this.#step({ type: 'message', message, warnings, sentSeq: this.#clientSeq, nowMs });
      return this.#take();
    }
    const { breach, code, seq, repaired } = received;
    this.#step({ type: 'breach', breach, code, seq, repaired });
    return this.#take();
  }

  binary(bytes: number, nowMs: number): readonly Judgement[] {
    this.#step({ type: 'audio', bytes, nowMs });
    return this.#take();
  }

  /** The server ended the connection, and the client had not; `how` in words. */
  gone(how: string): readonly Judgement[] {
    this.#step({ type: 'gone', how });
    return this.#take();
  }

  #hold(state: Extract<ClientState, { phase: 'open' }>, client: boolean): void {
    this.#state = { ...state, held: { ...state.held, client } };
  }

  #step(input: ClientInput): void {
    const { state, effects } = stepClient(this.#state, input);
    this.#state = state;
    this.#judge(effects);
  }

  #judge(effects: readonly ClientEffect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'report') continue;
      const { rule, detail, data } = effect;
      // No `open` that could be read: what was offered is not known.
      if (rule === 'AH-12' && this.#state.open === NOTHING_OPENED) continue;
      // On its way when the client hung up: nobody's fault.
      if (rule === 'AH-10' && this.#state.phase === 'closing' && !this.#disconnected) continue;
      // What Genesys Cloud answers with an error is a problem, though this machine goes on.
      const level = data.code === undefined ? effect.level : 'problem';
      this.#found.push({ about: 'server', rule, level, text: detail, data: { ...data } });
    }
  }

  #take(): readonly Judgement[] {
    if (this.#found.length === 0) return NOTHING;
    const found = this.#found;
    this.#found = [];
    return found;
  }
}
