/** What has arrived at the console's server so far, step by step from the TCP connection to sound in both directions. */
import { z } from 'zod';

/** In the order in which a call passes them. `refused` is what may come instead of the rest. */
export const ARRIVAL_STEPS = ['tcp', 'upgrade', 'refused', 'probe', 'call', 'audio-in', 'audio-out'] as const;
export type ArrivalStep = (typeof ARRIVAL_STEPS)[number];

export const arrivalSchema = z.object({
  step: z.enum(ARRIVAL_STEPS),
  /** How often, since the console began. */
  count: z.number().int().nonnegative(),
  /** Wall time of the newest, ms since the epoch. */
  lastMs: z.number(),
  /** Of the newest: from where, or why it was refused. */
  detail: z.string(),
  /** The session that shows it; absent where there is none. */
  sessionId: z.string().optional(),
});
export type Arrival = z.infer<typeof arrivalSchema>;

/** Somebody who got in and is not Genesys Cloud. */
const strangerSchema = z.object({
  /** Who it was, in words: by its User-Agent and address. */
  who: z.string(),
  count: z.number().int().nonnegative(),
  /** Wall time of the newest, ms since the epoch. */
  lastMs: z.number(),
  /** Its newest session. */
  sessionId: z.string(),
});
export type Stranger = z.infer<typeof strangerSchema>;

export const arrivalsSchema = z.object({
  /** One of each step that has come at all. */
  steps: z.array(arrivalSchema),
  /** Calls that the console made itself, to try things: they are not Genesys Cloud, and count in no step. */
  ownCalls: z.number().int().nonnegative(),
  /** Newest first; they count in no step from the upgrade on. */
  strangers: z.array(strangerSchema),
});
export type Arrivals = z.infer<typeof arrivalsSchema>;

export const NO_ARRIVALS: Arrivals = { steps: [], ownCalls: 0, strangers: [] };

/** More are not told apart. */
const MOST_STRANGERS = 5;

export function withStranger(
  all: readonly Stranger[],
  { who, atMs, sessionId }: { who: string; atMs: number; sessionId: string },
): Stranger[] {
  const before = all.find(one => one.who === who);
  const now = { who, count: (before?.count ?? 0) + 1, lastMs: atMs, sessionId };
  return [now, ...all.filter(one => one !== before)].slice(0, MOST_STRANGERS);
}

export function withArrival(
  all: readonly Arrival[],
  { step, atMs, detail, sessionId }: { step: ArrivalStep; atMs: number; detail: string; sessionId?: string },
): Arrival[] {
  const before = all.find(one => one.step === step);
  const now = { step, count: (before?.count ?? 0) + 1, lastMs: atMs, detail, ...(sessionId ? { sessionId } : {}) };
  return [...all.filter(one => one !== before), now];
}

export const STEP_WORDS: Readonly<Record<ArrivalStep, { readonly title: string; readonly missing: string }>> = {
  tcp: { title: 'TCP connection', missing: 'Nobody has connected.' },
  upgrade: { title: 'Upgrade accepted', missing: 'No WebSocket was opened.' },
  refused: { title: 'Upgrade refused', missing: 'None was refused.' },
  probe: { title: 'Connection probe', missing: 'Comes when the integration is set to Active.' },
  call: { title: 'Signed call', missing: 'Comes when a flow reaches Call Audio Connector.' },
  'audio-in': { title: 'Audio from the caller', missing: 'Comes with a call.' },
  'audio-out': { title: 'Audio to the caller', missing: 'Comes when the bot speaks.' },
};

/** After so long without anything it is said what may stop a request, ms. */
export const NOTHING_MS = 30_000;

/** What can stop a request before it reaches us, in the order in which it travels; each with its test. */
export const WHAT_STOPS: readonly { readonly what: string; readonly test: string }[] = [
  {
    what: 'Nothing was sent: the integration is Inactive, or was not saved.',
    test: 'Admin, Integrations: set it to Inactive, then Active. That forces a connection probe, which arrives within seconds.',
  },
  {
    what: 'The flow was not published, or the call takes another path.',
    test: 'Publish it in Architect; look at the execution history of the call for Call Audio Connector.',
  },
  {
    what: 'The Base Connection URI of the integration is another one: an old tunnel, a typing mistake.',
    test: 'Compare it with the one above, character by character; paste it into Test an address.',
  },
  {
    what: 'The name does not lead here: DNS, or a certificate that Genesys Cloud refuses.',
    test: 'Run preflight on the public address: it shows DNS, TLS and the answer to the upgrade.',
  },
  {
    what: 'The tunnel or proxy is not running, or points at another port.',
    test: 'Run preflight: ERR_NGROK_3200 is a tunnel that is off, 8012 and HTTP 502 one that does not find this server.',
  },
  {
    what: 'A firewall lets only some addresses in.',
    test: 'Allow the IP ranges that Genesys publishes for the service audiohook; the log of the firewall shows what it dropped.',
  },
];
