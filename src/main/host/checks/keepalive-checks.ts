/** Pings and their pongs, in all states in which they come. PROTOCOL section 7. */
import { PING_INTERVAL_MS } from '../../../shared/audiohook/limits.ts';
import { bad, type Check, excerpt, good, ms, na } from './check.ts';
import type { CheckCall } from './check-call.ts';
import type { WireMessage } from './check-wire.ts';

const group = 'keepalive';

type Beat = { ping: WireMessage; pong: WireMessage | undefined };

/** Each ping with the first pong that came before the next ping. A ping that the close overtook does not count. */
function beats(call: CheckCall): Beat[] {
  const closingMs = call.marks.get('closing') ?? Number.POSITIVE_INFINITY;
  const found: Beat[] = [];
  for (const entry of call.entries) {
    if (entry.kind !== 'message') continue;
    if (entry.direction === 'out' && entry.value?.type === 'ping') found.push({ ping: entry, pong: undefined });
    const last = found.at(-1);
    if (entry.direction === 'in' && entry.value?.type === 'pong' && last) last.pong ??= entry;
  }
  return found.filter(({ ping, pong }) => pong || closingMs - ping.atMs >= PING_INTERVAL_MS);
}

export const keepaliveChecks: readonly Check[] = [
  {
    id: 'pong-answered',
    group,
    title: 'Every ping is answered with pong before the next is due (5 s)',
    rule: 'AH-15',
    source: 'Genesys documentation; reference implementation',
    certainty: 'documented',
    fix: 'Answer ping in the read loop, ahead of everything that is queued.',
    calls: ['conversation'],
    judge: call => {
      const all = beats(call);
      const missed = all.filter(({ ping, pong }) => !pong || pong.atMs - ping.atMs > PING_INTERVAL_MS).length;
      if (all.length === 0) return na('The call was over before a ping was due.');
      return missed === 0
        ? good(`${all.length} of ${all.length} were.`)
        : bad(`${missed} of ${all.length} pings had no pong within 5 s.`);
    },
  },
  {
    id: 'pong-prompt',
    group,
    title: 'pong comes at once, also while the bot speaks and listens',
    rule: 'AH-15',
    source: 'Genesys documentation ("at once")',
    certainty: 'documented',
    breach: 'warn',
    fix: 'Keep speech synthesis and recognition off the thread that reads the socket, and write pong ahead of audio.',
    calls: ['conversation'],
    judge: call => {
      const times = beats(call).flatMap(({ ping, pong }) => (pong ? [pong.atMs - ping.atMs] : []));
      if (times.length === 0) return na('No ping was answered.');
      const slowest = Math.max(...times);
      return slowest <= 1_000 ? good(`The slowest took ${ms(slowest)}.`) : bad(`The slowest took ${ms(slowest)}.`);
    },
  },
  {
    id: 'pong-clientseq',
    group,
    title: 'pong carries the seq of its ping as clientseq',
    rule: 'AH-15',
    source: 'Genesys documentation; reference implementation answers 400',
    certainty: 'reference',
    fix: 'Store the seq of the ping before the pong is written; do not count it yourself.',
    calls: ['conversation'],
    judge: call => {
      const all = beats(call).filter(({ pong }) => pong);
      if (all.length === 0) return na('No ping was answered.');
      const wrong = all.find(({ ping, pong }) => Number(pong?.value?.clientseq) < Number(ping.value?.seq));
      return wrong
        ? bad(`ping had seq ${wrong.ping.value?.seq}; its pong: ${excerpt(wrong.pong?.text ?? '')}`)
        : good(`All ${all.length} do.`);
    },
  },
  {
    id: 'pong-once',
    group,
    title: 'A ping is answered with one pong, and there is none without a ping',
    rule: 'AH-08',
    source: 'reference implementation (409)',
    certainty: 'reference',
    fix: 'Send pong only as the answer to a ping, once.',
    calls: ['conversation'],
    judge: call => {
      const pings = call.sent('ping').length;
      const pongs = call.received('pong').length;
      return pongs <= pings ? good(`${pings} pings, ${pongs} pongs.`) : bad(`${pongs} pongs came for ${pings} pings.`);
    },
  },
  {
    id: 'no-server-ping',
    group,
    title: 'The server sends no JSON ping',
    rule: 'AH-08',
    source: 'Genesys documentation: liveness is always started by the client',
    certainty: 'documented',
    fix: 'Do not send ping: a silent client is noticed by its missing pings.',
    calls: ['conversation'],
    judge: call => {
      const [ping] = call.received('ping');
      return ping ? bad(`The server sent ${excerpt(ping.text)}.`) : good('It sent none.');
    },
  },
  {
    id: 'pong-in-pause',
    group,
    title: 'A ping in a pause is answered',
    rule: 'AH-15',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Answer pings while paused: a pause holds audio, not the session.',
    calls: ['pause'],
    judge: call => {
      const [from, to] = [call.marks.get('paused'), call.marks.get('ping-in-pause-over')];
      if (
        from === undefined ||
        to === undefined ||
        (!call.connected && call.close?.byServer && call.close.atMs < (to ?? 0))
      ) {
        return na('The session did not last until the pause.');
      }
      if (call.received('disconnect')[0]) return na('The server ended the session.');
      const pong = call.received('pong').find(one => one.atMs >= from && one.atMs <= to + 10);
      return pong ? good('It was.') : bad('A ping that was sent right after paused had no pong within 5 s.');
    },
  },
  {
    id: 'pong-after-disconnect',
    group,
    title: 'A ping that follows the disconnect of the server is answered',
    rule: 'AH-15',
    source: 'Genesys documentation: until close arrives',
    certainty: 'documented',
    breach: 'warn',
    fix: 'Go on answering pings after disconnect, until close has come.',
    calls: ['breach'],
    judge: call => {
      const atMs = call.marks.get('disconnected');
      if (atMs === undefined) return na('The server did not end the session when it was given a reason to.');
      if (call.close?.byServer && !call.marks.has('tcp-close')) return na('The server closed the connection instead.');
      const pong = call.received('pong').find(one => one.atMs >= atMs);
      return pong ? good('It was.') : bad('A ping after disconnect had no pong within 5 s.');
    },
  },
];
