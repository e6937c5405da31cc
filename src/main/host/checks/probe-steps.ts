/**
 * The connection probe, step by step, and what the administrator sees in Genesys Cloud after it. PROTOCOL section 12.
 * The texts of an inactive integration are quoted second hand; they are joined with "(AND)".
 */
import { MAX_MESSAGE_BYTES } from '../../../shared/audiohook/limits.ts';
import { parseServerMessage } from '../../../shared/audiohook/parse.ts';
import { bad, type Check, droppedByServer, excerpt, good, type Judgement, ms, na } from './check.ts';
import type { CheckCall } from './check-call.ts';
import { mediaChecks } from './media-checks.ts';
import { disconnectOf, openedOf } from './moves.ts';
import { upgradeChecks } from './upgrade-checks.ts';

const group = 'connection probe';
const FIX_MESSAGE =
  'Send {"version":"2","type":…,"id":<session id>,"seq":1,2,…,"clientseq":<last seq of the client>,"parameters":{}} and nothing more.';

/** The first message that Genesys Cloud would not accept, in words. */
function malformed(call: CheckCall): string | undefined {
  let seq = 0;
  for (const { text, bytes, value } of call.received()) {
    seq += 1;
    if (bytes > MAX_MESSAGE_BYTES) return `a message of ${bytes} bytes`;
    const parsed = parseServerMessage(text, bytes);
    if (parsed.kind === 'breach') return `${parsed.breach.detail} (${parsed.breach.rule}) in ${excerpt(text)}`;
    if (value?.id !== call.ids.sessionId) return `id is not the session id in ${excerpt(text)}`;
    if (value?.seq !== seq) return `seq is not ${seq} in ${excerpt(text)}`;
  }
  return undefined;
}

/** What stands beside "Inactive"; empty: the integration becomes active. */
export function complaints(call: CheckCall): string[] {
  if (call.answer?.status !== 101) return ['WebSocket connection failed'];
  const said: string[] = [];
  if (malformed(call) !== undefined) said.push('Received a malformed server message');
  if (disconnectOf(call)) said.push('Server disconnected from connection probe');
  else if (!openedOf(call)) said.push('Timed out waiting for opened response');
  if (call.sent('close').length > 0 && call.received('closed').length === 0) said.push('Close transaction timed out');
  return said;
}

/** A check of the list, read from the probe's own call. */
function asStep(checks: readonly Check[], id: string, title: string): Check {
  const check = checks.find(one => one.id === id);
  if (!check) throw new Error(`There is no check ${id}.`);
  return { ...check, group, title, judgesOpening: true, calls: ['probe'] };
}

type Step = Pick<Check, 'id' | 'title' | 'fix'> & Partial<Check> & { judge: (call: CheckCall) => Judgement };
const step = (one: Step): Check => ({
  group,
  source: 'Genesys documentation of the connection probe',
  certainty: 'documented',
  judgesOpening: true,
  calls: ['probe'],
  ...one,
});

export const PROBE_STEPS: readonly Check[] = [
  asStep(upgradeChecks, 'upgrade-accepted', 'The upgrade is answered with 101'),
  step({
    id: 'probe-opened',
    title: 'open with null UUIDs is answered with opened within 5 s',
    rule: 'AH-13',
    fix: 'Recognise the probe by its null UUIDs (conversationId and participant.id), and answer opened at once: look nothing up.',
    judge: call => {
      if (call.answer?.status !== 101) return na('There was no session.');
      const [opened, sentMs] = [openedOf(call), call.marks.get('open') ?? 0];
      if (opened) return good(`opened came after ${ms(opened.atMs - sentMs)}.`);
      const disconnect = disconnectOf(call);
      return bad(disconnect ? `It was answered with ${excerpt(disconnect.text)}.` : 'It was not answered.');
    },
  }),
  step({
    ...asStep(mediaChecks, 'media-unchanged', 'opened selects no medium (better), or one of those offered'),
    judge: call => {
      const { media } = (openedOf(call)?.value?.parameters ?? {}) as { media?: unknown };
      if (!openedOf(call)) return na('The session was not opened.');
      if (Array.isArray(media) && media.length === 0) return good('opened selects nothing, as it should.');
      return asStep(mediaChecks, 'media-unchanged', '').judge(
        call,
        { profile: 'audio-connector', connectorId: '', hasKey: false, hasSecret: false },
        [call],
      );
    },
  }),
  step({
    id: 'probe-languages',
    title: 'opened lists the supported languages',
    profiles: ['transcription'],
    fix: 'Answer open.supportedLanguages: true with an array opened.supportedLanguages.',
    judge: call => {
      if (!openedOf(call)) return na('The session was not opened.');
      const { supportedLanguages } = (openedOf(call)?.value?.parameters ?? {}) as { supportedLanguages?: unknown };
      return Array.isArray(supportedLanguages)
        ? good(`${supportedLanguages.length} are listed.`)
        : bad('It lists none.');
    },
  }),
  step({
    id: 'probe-silent',
    title: 'No bot is started: neither audio nor events come in 2 s',
    rule: 'AH-10',
    breach: 'warn',
    fix: 'Branch on the null UUIDs before bot, CRM and billing: the probe is no call.',
    judge: call => {
      if (!openedOf(call)) return na('The session was not opened.');
      const [frames, events] = [call.heard().length, call.received('event').length];
      return frames + events === 0 ? good('Nothing came.') : bad(`${frames} audio frames and ${events} events came.`);
    },
  }),
  step({
    id: 'probe-messages',
    title: 'Every message of the server is well-formed',
    rule: 'AH-02',
    fix: FIX_MESSAGE,
    judge: call => {
      if (call.received().length === 0) return na('The server sent no message.');
      const fault = malformed(call);
      return fault ? bad(`Malformed: ${fault}.`) : good(`All ${call.received().length} are.`);
    },
  }),
  step({
    id: 'probe-closed',
    title: 'close is answered with closed within 10 s',
    rule: 'AH-14',
    fix: 'Answer the close of the probe like any other.',
    judge: call => {
      const [close] = call.sent('close');
      if (!close) return na(`There was no close: ${droppedByServer(call) ?? 'the session was not opened'}.`);
      const [closed] = call.received('closed');
      return closed ? good(`closed came after ${ms(closed.atMs - close.atMs)}.`) : bad('It was not answered.');
    },
  }),
  step({
    id: 'probe-tcp',
    title: 'The connection is left open for the client to close',
    rule: 'AH-16',
    breach: 'warn',
    fix: 'Do not close the socket after closed: wait for the client.',
    judge: call => {
      if (call.received('closed').length === 0) return na('close was not answered.');
      const dropped = droppedByServer(call);
      return dropped ? bad(`After closed ${dropped}.`) : good('It was.');
    },
  }),
  step({
    id: 'probe-result',
    title: 'Genesys Cloud shows the integration as Active',
    source: 'texts quoted by third parties; which of them come together is not established',
    certainty: 'second-hand',
    fix: 'Change what failed above; then set the integration to Inactive and Active again, which runs the probe again.',
    judge: call => {
      const said = complaints(call);
      return said.length === 0 ? good('Active') : bad(`Inactive: ${said.map(text => `"${text}"`).join(' (AND) ')}`);
    },
  }),
];
