import type { CallFacts } from '../call-facts.ts';
import { at, duration, rule } from '../rule.ts';

/** Ages at which something on the way ends connections unless it is told otherwise, however much goes over them. */
const LIMITS: readonly { readonly ageMs: number; readonly who: string }[] = [
  { ageMs: 30_000, who: 'the backend timeout of Google’s load balancer (30 s)' },
  { ageMs: 60_000, who: 'a request timeout of one minute, as functions and many platforms have it' },
  { ageMs: 300_000, who: 'the request timeout of Google Cloud Run (5 minutes)' },
  { ageMs: 600_000, who: 'a request timeout of ten minutes' },
  { ageMs: 900_000, who: 'the longest run of an AWS Lambda function (15 minutes)' },
  { ageMs: 3_600_000, who: 'a limit of one hour, as the longest that Cloud Run can be set to' },
  { ageMs: 7_200_000, who: 'the longest connection of AWS API Gateway (2 hours)' },
];
/** A timer starts and ends a little beside the connection, ms. */
const EARLY_MS = 250;
const LATE_MS = 1_000;
/** A client that is alive sends a ping every 5 s, also in a pause. One that fell silent was not cut off: it was gone, ms. */
const SILENT_MS = 6_000;

export const cutAtRoundAge = rule(
  {
    id: 'cut-at-round-age',
    severity: 'problem',
    title: 'The connection was cut at a round age: a time-out of a proxy or host on the way',
    explanation:
      'Nobody ended the call: the connection just broke, at an age at which proxies and hosting platforms end requests. Audio and pings go over it all the time, so it is no time-out for idle connections, but one for the length of a request.',
    fix: [
      'Make a second call, longer than this one: if it is cut at the same age, it is a time-out.',
      'Raise the request timeout of what stands before the server (load balancer, ingress, tunnel, serverless platform) above the longest call.',
      'If it cannot be raised: host the server elsewhere.',
    ],
    confidence: 'possible',
    source: 'PROTOCOL row 48; documented defaults of the platforms named',
    rank: 43,
    covers: ['server-closed-tcp', 'connection-lost'],
  },
  call => {
    let heardMs = Number.NEGATIVE_INFINITY;
    return {
      see({ event, from }) {
        if (from === 'genesys' && event.leg === 'genesys' && event.type !== 'connection') heardMs = event.atMs;
      },
      found() {
        const ageMs = ageOfCut(call);
        const limit = LIMITS.find(({ ageMs: round }) => ageMs >= round - EARLY_MS && ageMs <= round + LATE_MS);
        if (!limit || !call.socketClose || call.socketClose.atMs - heardMs > SILENT_MS) return undefined;
        return {
          title: `The connection was cut after ${words(limit.ageMs)}: probably a time-out of a proxy or host on the way`,
          evidence: [
            at(call.socketClose, `Cut ${duration(ageMs)} after the upgrade; ${limit.who} ends connections so`),
          ],
        };
      },
    };
  },
);

/** Faults by which our own caller drops the connection itself. */
const DROPS = /^(?:half-open|drop-tcp-.*)$/;

/** How old a connection was that nobody ended by the protocol's means, ms; NaN where it did not end so. */
function ageOfCut({ upgrade, socketClose, close, closed, disconnect, opened, fault = '' }: CallFacts): number {
  if (!upgrade || !socketClose || !opened || close || closed || disconnect || DROPS.test(fault)) return Number.NaN;
  return socketClose.atMs - upgrade.atMs;
}

function words(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : ms === 60_000 ? 'a minute' : `${ms / 60_000} minutes`;
}
