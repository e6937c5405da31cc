/** Whether others stay out, and how they are told. PROTOCOL section 2.5. */
import { bad, type Check, type Facts, good, type Judgement, ms, na } from './check.ts';
import type { CheckCall } from './check-call.ts';
import { disconnectOf } from './moves.ts';
import type { ScenarioName } from './scenarios.ts';

const group = 'upgrade and security';
const needKey = ({ hasKey }: Facts) => (hasKey ? undefined : 'Needs an API key: give --api-key.');
const needSecret = ({ hasSecret }: Facts) =>
  hasSecret ? undefined : 'Needs an API key and a client secret: give --api-key and --client-secret.';

/** How a call was kept out, in words; undefined when it got in. */
function refusal(call: CheckCall): string | undefined {
  if (call.marks.has('admitted')) return undefined;
  const { answer } = call;
  if (answer && answer.status !== 101) return `HTTP ${answer.status}`;
  const reason = (disconnectOf(call)?.value?.parameters as { reason?: unknown } | undefined)?.reason;
  if (reason !== undefined) return `101, then disconnect with reason ${String(reason)}`;
  if (call.close) return `101, then close code ${call.close.code}`;
  return answer ? '101, then silence' : 'the connection was dropped without an answer';
}

function keptOut(call: CheckCall, what: string): Judgement {
  const how = refusal(call);
  return how === undefined
    ? bad(`${what} got in: open was answered with opened.`)
    : good(`${what} was refused: ${how}.`);
}

type Wrong = {
  id: string;
  title: string;
  scenario: ScenarioName;
  what: string;
  rule: NonNullable<Check['rule']>;
  source: string;
  certainty: Check['certainty'];
  breach?: 'warn';
  fix: string;
  needs?: (facts: Facts) => string | undefined;
};

const WRONG: readonly Wrong[] = [
  {
    id: 'refuse-no-key',
    title: 'A request without API key is refused',
    scenario: 'no-key',
    what: 'A request without X-API-KEY',
    rule: 'AH-20',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Refuse an upgrade without X-API-KEY with 401.',
    needs: needKey,
  },
  {
    id: 'refuse-unknown-key',
    title: 'An unknown API key is refused',
    scenario: 'unknown-key',
    what: 'A request with an unknown X-API-KEY',
    rule: 'AH-20',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Look the X-API-KEY up and refuse what is not there; never verify with an empty secret.',
    needs: needKey,
  },
  {
    id: 'refuse-unsigned',
    title: 'An unsigned request is refused where a client secret is set',
    scenario: 'unsigned',
    what: 'A request with the right key and no signature',
    rule: 'AH-22',
    source: 'Genesys documentation; a widespread sample lets it pass',
    certainty: 'documented',
    fix: 'Require Signature and Signature-Input whenever a client secret is configured for the key.',
  },
  {
    id: 'refuse-wrong-signature',
    title: 'A signature of another secret is refused',
    scenario: 'wrong-secret',
    what: 'A request signed with another secret',
    rule: 'AH-25',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Compute the HMAC over the signature base with the decoded secret, and compare it.',
  },
  {
    id: 'refuse-secret-as-text',
    title: 'A signature made with the secret as raw text is refused',
    scenario: 'secret-as-text',
    what: 'A request signed with the undecoded secret',
    rule: 'AH-25',
    source: 'Genesys documentation; bug of a widespread sample',
    certainty: 'documented',
    fix: 'Base64-decode the client secret before it is used as HMAC key, and accept no other form.',
  },
  {
    id: 'refuse-old-signature',
    title: 'A signature that has expired is refused',
    scenario: 'old-signature',
    what: 'A request signed 120 s ago',
    rule: 'AH-24',
    source: 'reference implementation (10 s)',
    certainty: 'reference',
    fix: 'Refuse a signature past its expires, or older than 10 s.',
  },
  {
    id: 'refuse-future-signature',
    title: 'A signature of the future is refused',
    scenario: 'future-signature',
    what: 'A request signed 120 s ahead',
    rule: 'AH-24',
    source: 'reference implementation (3 s of skew)',
    certainty: 'reference',
    breach: 'warn',
    fix: 'Refuse a signature whose created lies more than 3 s ahead.',
  },
  {
    id: 'refuse-other-target',
    title: 'A signature for another path is refused',
    scenario: 'other-target',
    what: 'A request whose signature was made for another path',
    rule: 'AH-25',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Take @request-target of the signature base from the request itself.',
  },
  {
    id: 'refuse-uncovered-header',
    title: 'A signature that leaves a required component out is refused',
    scenario: 'uncovered-session',
    what: 'A request whose signature does not cover audiohook-session-id',
    rule: 'AH-23',
    source: 'Genesys documentation (six required components)',
    certainty: 'documented',
    fix: 'Refuse a signature that does not cover all six components: what is not covered can be forged.',
  },
  {
    id: 'refuse-other-keyid',
    title: 'A keyid that is not the X-API-KEY is refused',
    scenario: 'other-keyid',
    what: 'A request whose keyid is not its X-API-KEY',
    rule: 'AH-23',
    source: 'reference implementation',
    certainty: 'reference',
    breach: 'warn',
    fix: 'Compare keyid with X-API-KEY.',
  },
  {
    id: 'refuse-short-nonce',
    title: 'A nonce of fewer than 22 characters is refused',
    scenario: 'short-nonce',
    what: 'A request with a nonce of 8 characters',
    rule: 'AH-23',
    source: 'Genesys documentation; reference implementation',
    certainty: 'reference',
    breach: 'warn',
    fix: 'Refuse a nonce of fewer than 22 characters.',
  },
  {
    id: 'refuse-other-algorithm',
    title: 'An algorithm other than hmac-sha256 is refused',
    scenario: 'other-algorithm',
    what: 'A request whose alg says rsa-pss-sha512',
    rule: 'AH-23',
    source: 'reference implementation',
    certainty: 'reference',
    breach: 'warn',
    fix: 'Accept alg "hmac-sha256" only.',
  },
  {
    id: 'refuse-replayed-nonce',
    title: 'A request that was used before is refused',
    scenario: 'replayed-nonce',
    what: 'The very same request, sent again',
    rule: 'AH-24',
    source: 'advice of the documentation; the reference implementation does not',
    certainty: 'documented',
    breach: 'warn',
    fix: 'Remember nonces for as long as their signature is fresh, and refuse one that comes again.',
  },
  {
    id: 'refuse-bad-session-id',
    title: 'A session id that is no UUID is refused',
    scenario: 'bad-session-header',
    what: 'A request whose Audiohook-Session-Id is "not-a-uuid"',
    rule: 'AH-21',
    source: 'reference implementation',
    certainty: 'reference',
    breach: 'warn',
    fix: 'Refuse an upgrade whose Audiohook-Organization-Id, -Session-Id or -Correlation-Id is no UUID.',
    needs: () => undefined,
  },
];

const keptOutChecks: readonly Check[] = WRONG.map(({ scenario, what, needs, ...wrong }) => ({
  ...wrong,
  group,
  unless: needs ?? needSecret,
  judgesOpening: true,
  calls: [scenario],
  judge: call => keptOut(call, what),
}));

export const refusalChecks: readonly Check[] = [
  ...keptOutChecks,
  {
    id: 'refuse-short-signature',
    group,
    title: 'A signature of the wrong length is refused like any other',
    rule: 'AH-25',
    source: 'defect of the reference implementation: its constant-time comparison throws',
    certainty: 'reference',
    fix: 'Compare the lengths before a constant-time comparison, which throws on unequal ones; answer 401.',
    unless: needSecret,
    judgesOpening: true,
    calls: ['short-signature'],
    judge: call => {
      const how = refusal(call);
      if (how === undefined) return bad('A request with a signature of 8 bytes got in.');
      const crashed = !call.answer || call.answer.status >= 500;
      return crashed ? bad(`A signature of 8 bytes led to an accident: ${how}.`) : good(`It was refused: ${how}.`);
    },
  },
  {
    id: 'refuse-properly',
    group,
    title: 'A refusal is HTTP 401, or disconnect with reason unauthorized',
    rule: 'AH-20',
    source: 'Genesys documentation',
    certainty: 'documented',
    fix: 'Answer 401 to the upgrade, or accept it and send disconnect with reason "unauthorized": anything else is retried or reported as a network failure.',
    unless: needKey,
    judgesOpening: true,
    calls: ['unknown-key'],
    judge: call => {
      const how = refusal(call);
      if (how === undefined) return na('The request with an unknown key was not refused.');
      const reason = (disconnectOf(call)?.value?.parameters as { reason?: unknown } | undefined)?.reason;
      const proper = call.answer?.status === 401 || reason === 'unauthorized';
      return proper
        ? good(`The unknown key was answered with ${how}.`)
        : bad(`The unknown key was answered with ${how}.`);
    },
  },
  {
    id: 'refuse-without-detail',
    group,
    title: 'A refusal does not say what was wrong',
    rule: 'AH-20',
    source: 'Genesys documentation',
    certainty: 'documented',
    breach: 'warn',
    fix: 'Answer refusals alike and without reason; write the reason to your own log.',
    unless: needKey,
    judgesOpening: true,
    calls: ['unknown-key'],
    judge: call => {
      if (refusal(call) === undefined) return na('The request with an unknown key was not refused.');
      const info = (disconnectOf(call)?.value?.parameters as { info?: unknown } | undefined)?.info;
      const said = `${call.answer?.body ?? ''} ${info ?? ''} ${call.close?.reason ?? ''}`;
      const telling = /signature|secret|expired|nonce|api.?key|unknown|invalid/i.exec(said)?.[0];
      return telling === undefined ? good('The refusal names no cause.') : bad(`The refusal speaks of "${telling}".`);
    },
  },
  {
    id: 'refuse-slowly',
    group,
    title: 'A refusal takes half a second, so that keys cannot be tried quickly',
    rule: 'AH-20',
    source: 'reference implementation',
    certainty: 'reference',
    breach: 'warn',
    fix: 'Delay refusals by 500 ms, whatever the cause.',
    unless: needKey,
    judgesOpening: true,
    calls: ['unknown-key'],
    judge: call => {
      if (refusal(call) === undefined) return na('The request with an unknown key was not refused.');
      const atMs = call.answer?.status === 101 ? (disconnectOf(call)?.atMs ?? call.close?.atMs) : call.answer?.atMs;
      if (atMs === undefined) return na('The refusal has no time of its own.');
      return atMs >= 450 ? good(`The refusal came after ${ms(atMs)}.`) : bad(`The refusal came after ${ms(atMs)}.`);
    },
  },
];
