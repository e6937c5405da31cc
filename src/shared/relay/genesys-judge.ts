/** Both sides of an AudioHook wire, judged by what passes on it. */
import { parseClientMessage } from '../audiohook/parse.ts';
import { objectOf } from '../lib/json-object.ts';
import { textAt } from '../realtime/parse.ts';
import { ClientJudge } from './client-judge.ts';
import type { Judgement, Side } from './judgement.ts';
import { ServerJudge } from './server-judge.ts';

type Upgrade = { readonly sessionId: string; readonly organizationId: string };
type Judges = { readonly server: ServerJudge; readonly client: ClientJudge };

export class GenesysJudge {
  readonly #upgrade: Upgrade;
  #judges: Judges | undefined;

  /** @param upgrade what its headers say; empty where there were none */
  constructor(upgrade: Upgrade) {
    this.#upgrade = upgrade;
  }

  /** @param bytes of the frame on the wire @param nowMs of any clock that never jumps */
  text(from: Side, text: string, bytes: number, nowMs: number): readonly Judgement[] {
    const message = objectOf(text);
    const { server, client } = this.#judgesFor(message);
    if (from === 'client') {
      const parsed = parseClientMessage(text, bytes);
      const found = client.text(parsed, server.serverSeq);
      if (parsed.kind === 'message') return [...server.heard(parsed.message, nowMs), ...found];
      server.heardOther(typeof message?.seq === 'number' ? message.seq : 0);
      return found;
    }
    const overdue = server.passed(nowMs);
    if (message) client.heard(message);
    return [...overdue, ...server.text(text, bytes, nowMs)];
  }

  binary(from: Side, bytes: number, nowMs: number): readonly Judgement[] {
    const { server, client } = this.#judgesFor(undefined);
    const overdue = server.passed(nowMs);
    const found = from === 'client' ? client.binary(bytes) : server.binary(bytes, nowMs);
    return overdue.length > 0 ? [...overdue, ...found] : found;
  }

  /** One side ended the connection first; `how` in words. */
  gone(side: Side, how: string, nowMs: number): readonly Judgement[] {
    const { server } = this.#judgesFor(undefined);
    const overdue = server.passed(nowMs, side === 'client');
    return side === 'server' ? [...overdue, ...server.gone(how)] : overdue;
  }

  /** A client without the headers is told apart by its first message. */
  #judgesFor(first: Readonly<Record<string, unknown>> | undefined): Judges {
    if (this.#judges) return this.#judges;
    const { sessionId, organizationId } = this.#upgrade;
    const upgrade = {
      sessionId: sessionId || textAt(first, 'id'),
      organizationId: organizationId || textAt(first, 'parameters', 'organizationId'),
    };
    this.#judges = { server: new ServerJudge(upgrade.sessionId), client: new ClientJudge(upgrade) };
    return this.#judges;
  }
}
