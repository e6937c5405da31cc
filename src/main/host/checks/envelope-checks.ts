/** Every text message of the server, in one whole call. PROTOCOL section 3. */
import { MAX_MESSAGE_BYTES } from '../../../shared/audiohook/limits.ts';
import { type ServerMessageType, serverMessageSchema } from '../../../shared/audiohook/messages.ts';
import { overdraft } from '../../../shared/checks/rate-limit.ts';
import { bad, type Check, excerpt, good, type Judgement } from './check.ts';
import type { CheckCall } from './check-call.ts';
import type { WireMessage } from './check-wire.ts';

const group = 'sequence and envelope';
const TYPES = new Set<string>(serverMessageSchema.options.map(option => option.shape.type.value));
const FIELDS = ['version', 'type', 'id', 'seq', 'clientseq', 'parameters'];
const CLIENT_FIELDS = ['serverseq', 'position'];

type Fields = Readonly<Record<string, unknown>>;

/** Good when no message has a fault; else the first one is shown. */
function all(
  call: CheckCall,
  what: string,
  fault: (fields: Fields, message: WireMessage) => string | undefined,
): Judgement {
  const messages = call.received();
  for (const message of messages) {
    const found = message.value && fault(message.value, message);
    if (found !== undefined) return bad(`${found}: ${excerpt(message.text)}`);
  }
  return good(`${what} (${messages.length} messages).`);
}

export const envelopeChecks: readonly Check[] = [
  {
    id: 'message-json',
    group,
    title: 'Every text frame is one JSON object',
    rule: 'AH-01',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Send nothing but protocol messages as text frames: no greeting, no keep-alive text, no list.',
    calls: ['conversation'],
    judge: call => {
      const broken = call.received().find(message => message.value === undefined);
      return broken ? bad(`A text frame is no JSON object: "${excerpt(broken.text)}".`) : good('All are.');
    },
  },
  {
    id: 'message-version',
    group,
    title: 'version is the string "2"',
    rule: 'AH-02',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Send "version":"2" with quotes.',
    calls: ['conversation'],
    judge: call =>
      all(call, 'All have "2"', ({ version }) =>
        version === '2' ? undefined : `version is ${JSON.stringify(version) ?? 'missing'}`,
      ),
  },
  {
    id: 'message-id',
    group,
    title: 'id is the session id of the upgrade',
    rule: 'AH-03',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Echo Audiohook-Session-Id (the id of open) as id of every message; not the conversation id, not one of your own.',
    calls: ['conversation'],
    judge: call =>
      all(call, 'All have it', ({ id }) => (id === call.ids.sessionId ? undefined : 'id is not the session id')),
  },
  {
    id: 'message-seq-first',
    group,
    title: 'seq starts at 1',
    rule: 'AH-04',
    source: 'Genesys documentation; "expected sequence 1 but received sequence 2" in production',
    certainty: 'observed',
    fix: 'Give the first message you write the seq 1.',
    calls: ['conversation'],
    judge: call => {
      const [first] = call.received();
      const seq = first?.value?.seq;
      return seq === 1
        ? good('The first message has seq 1.')
        : bad(`The first message has seq ${JSON.stringify(seq)}: ${excerpt(first?.text ?? '')}`);
    },
  },
  {
    id: 'message-seq-steps',
    group,
    title: 'seq grows by exactly 1 with each text message',
    rule: 'AH-04',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Let one writer number messages at the moment they are written; never count audio, never number what is then dropped.',
    calls: ['conversation'],
    judge: call => {
      let last: unknown;
      return all(call, 'It does', ({ seq }) => {
        const before = last;
        last = seq;
        if (before === undefined) return undefined;
        return typeof before === 'number' && seq === before + 1
          ? undefined
          : `seq ${JSON.stringify(seq)} follows ${JSON.stringify(before)}`;
      });
    },
  },
  {
    id: 'message-clientseq-number',
    group,
    title: 'clientseq is never ahead of what the client has sent',
    rule: 'AH-05',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Set clientseq to the seq of the last client message that you received; 0 before the first.',
    calls: ['conversation'],
    judge: call =>
      all(call, 'It never is', ({ clientseq }, message) => {
        const sent = call.entries.filter(
          entry => entry.kind === 'message' && entry.direction === 'out' && entry.atMs <= message.atMs,
        ).length;
        const fits = Number.isInteger(clientseq) && (clientseq as number) >= 0 && (clientseq as number) <= sent;
        return fits ? undefined : `clientseq is ${JSON.stringify(clientseq) ?? 'missing'} when ${sent} were sent`;
      }),
  },
  {
    id: 'message-clientseq-current',
    group,
    title: 'An answer carries the seq of what it answers, or a later one, as clientseq',
    rule: 'AH-05',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Store the seq of each client message before you answer it.',
    calls: ['conversation'],
    judge: call => {
      for (const [question, answer] of [
        ['open', 'opened'],
        ['close', 'closed'],
      ] as const) {
        const seq = call.sent(question)[0]?.value?.seq;
        const [message] = call.received(answer);
        const clientseq = message?.value?.clientseq;
        if (message && typeof clientseq === 'number' && typeof seq === 'number' && clientseq < seq) {
          return bad(`${answer} has clientseq ${clientseq}, but ${question} had seq ${seq}.`);
        }
      }
      return good('opened and closed carry the seq of open and close.');
    },
  },
  {
    id: 'message-parameters',
    group,
    title: 'parameters is an object, also when it is empty',
    rule: 'AH-02',
    source: 'Genesys documentation; forum report',
    certainty: 'documented',
    fix: 'Send "parameters":{} with pong, closed, pause, resume and updated.',
    calls: ['conversation'],
    judge: call =>
      all(call, 'All have it', ({ parameters }) =>
        typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters)
          ? undefined
          : 'parameters is no object',
      ),
  },
  {
    id: 'message-no-client-fields',
    group,
    title: 'Fields of the client (serverseq, position) are not sent back',
    rule: 'AH-02',
    source: 'Genesys documentation; bug of a widespread serializer',
    certainty: 'documented',
    fix: 'Leave serverseq and position out of server messages.',
    calls: ['conversation'],
    judge: call =>
      all(call, 'None has them', fields => {
        const found = CLIENT_FIELDS.filter(name => name in fields);
        return found.length === 0 ? undefined : `A server message has ${found.join(' and ')}`;
      }),
  },
  {
    id: 'message-no-unknown-fields',
    group,
    title: 'The envelope has no fields of its own',
    rule: 'AH-02',
    source: 'Genesys Cloud parses strictly',
    certainty: 'observed',
    fix: 'Send version, type, id, seq, clientseq and parameters; nothing else.',
    calls: ['conversation'],
    judge: call =>
      all(call, 'It has none', fields => {
        const found = Object.keys(fields).filter(name => !FIELDS.includes(name) && !CLIENT_FIELDS.includes(name));
        return found.length === 0 ? undefined : `The envelope has ${found.join(', ')}`;
      }),
  },
  {
    id: 'message-known-types',
    group,
    title: 'Only messages that a server may send are sent',
    rule: 'AH-06',
    source: 'Genesys documentation; some adapters invent a server "error"',
    certainty: 'documented',
    fix: 'Report faults with disconnect, reason "error": there is no error message from server to client.',
    calls: ['conversation'],
    // A ping of the server has a check of its own.
    judge: call =>
      all(call, 'All types are known', ({ type }) =>
        type === 'ping' || TYPES.has(String(type)) ? undefined : `"${String(type)}" is no message of a server`,
      ),
  },
  {
    id: 'message-parameter-types',
    group,
    title: 'Parameters are those of the message, in their types',
    rule: 'AH-06',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Compare the message with the schema of its type: entities is a list of {type, data}.',
    calls: ['conversation'],
    judge: call =>
      all(call, 'All are', fields => {
        const option = serverMessageSchema.options.find(
          ({ shape }) => shape.type.value === (fields.type as ServerMessageType),
        );
        // Media and disconnect have checks of their own; so has a message without parameters.
        if (!option || fields.type === 'opened' || fields.type === 'disconnect') return undefined;
        if (typeof fields.parameters !== 'object' || fields.parameters === null) return undefined;
        const parsed = option.shape.parameters.safeParse(fields.parameters);
        const issue = parsed.success ? undefined : parsed.error.issues[0];
        return issue && `${String(fields.type)}: parameters.${issue.path.join('.')}, ${issue.message}`;
      }),
  },
  {
    id: 'message-size',
    group,
    title: 'A text message has at most 64,000 bytes',
    rule: 'AH-09',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Split large events; send no audio as text.',
    calls: ['conversation'],
    judge: call => {
      const largest = Math.max(0, ...call.received().map(message => message.bytes));
      return largest <= MAX_MESSAGE_BYTES
        ? good(`The largest has ${largest} bytes.`)
        : bad(`The largest has ${largest} bytes.`);
    },
  },
  {
    id: 'message-rate',
    group,
    title: 'Text messages stay within 5 a second, 25 at once',
    rule: 'AH-18',
    source: 'operational event AUDIOHOOK-0012, quoted by third parties',
    certainty: 'second-hand',
    fix: 'Merge events (one a turn, not one a token), and keep two tokens back for pong.',
    calls: ['conversation'],
    judge: call => {
      const over = overdraft(call.received().map(message => message.atMs));
      return over <= 2 ? good('They do.') : bad(`The limit was overdrawn by ${Math.ceil(over)} messages.`);
    },
  },
];
