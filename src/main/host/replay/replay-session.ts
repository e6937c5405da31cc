/**
 * A captured session is run again, as the caller: what the caller did goes over a real socket, with its timing; new ids,
 * a fresh signature. What depends on the server's answers comes from the fake Genesys Cloud's own machine.
 */
import { NULL_UUID, type OpenParameters } from '../../../shared/audiohook/messages.ts';
import type { NewSessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { type CallerCue, type CallerScript, callerScript } from '../../../shared/replay/caller-script.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { GenesysCall } from '../genesys-client/genesys-call.ts';
import { callUrl, dial, type OpenIds, type PlacedCall } from '../genesys-client/place-call.ts';
import { QuietWatch } from '../genesys-client/quiet-watch.ts';
import type { Credentials } from '../settings/credentials.ts';
import { PacedClock } from './paced-clock.ts';
import type { Answerer } from './replay-answerer.ts';
import { pressable, type ReplayLack, replayLacks } from './replay-lacks.ts';
import { replayedCaller } from './replayed-caller.ts';

export type ReplaySpeed = number | 'max';

export type ReplayRequest = {
  /** As typed; `connectorId` is joined to it where it is given. */
  url: string;
  connectorId?: string;
  credentials: Credentials | undefined;
  speed: ReplaySpeed;
  /** Who answers at the console's own server; undefined: whoever answers at the address. */
  answerer?: Answerer | undefined;
};

/** Why there is nothing that could be run again. */
export type NoReplay = 'live' | 'nothing-to-replay' | 'no-such-session' | 'unreadable';
export type NotReplayed = NoReplay | 'bad-url' | 'bad-credentials';

/** Fast enough that nobody waits, slow enough that the server can still answer between frames. */
const MAX_SPEED = 100;
/** How often is looked whether a cue is due. */
const LOOK_MS = 20;
/** The captured call is over, but not by the caller: hang up when nothing was heard for this long ... */
const QUIET_MS = 3_000;
/** ... and at the latest after this long. */
const LATEST_MS = 30_000;

/** A replay that is under way. `lacks`: what of the capture cannot be done again. */
export type StartedReplay = PlacedCall & { readonly lacks: readonly ReplayLack[] };

/** What of a captured session could not be done again, before it is tried. */
export async function lacksOfReplay(session: ReadableSession): Promise<Result<readonly ReplayLack[], NoReplay>> {
  const script = await scriptOf(session);
  return script.ok ? ok(await replayLacks(session, script.value)) : script;
}

/** Runs a session again; how it goes is told by the call. */
export async function replaySession(
  session: ReadableSession,
  request: ReplayRequest,
  deps: { store: SessionStore; clock: Clock; ids: Ids },
): Promise<Result<StartedReplay, NotReplayed>> {
  const { id, connectorId } = session.summary;
  const url = callUrl(request.url, request.connectorId);
  if (!url.ok) return url;
  const read = await scriptOf(session);
  if (!read.ok) return read;
  const script = read.value;
  const lacks = await replayLacks(session, script);
  const source = await replayedCaller(session, script);
  const speed = request.speed === 'max' ? MAX_SPEED : request.speed;
  const voiceClock = new PacedClock(deps.clock);
  const startedMs = voiceClock.monotonicMs();
  let expectNobody: () => void = () => undefined;
  const open = (ids: OpenIds) => {
    expectNobody = request.answerer?.expect(ids.conversationId) ?? expectNobody;
    return withNewIds(script.open, ids);
  };
  const options = { retry: false };
  const caller = { source, options, open, voiceClock };
  const replay = { replayOf: id, replaySpeed: speed === 1 ? undefined : speed };
  const placed = dial({ url: url.value, connectorId, credentials: request.credentials, ...caller, ...replay }, deps);
  if (!placed.ok) return placed;
  const { call, recorder, audiohookId } = placed.value;
  void call.done.then(expectNobody);
  const said = `The caller of session ${id} is run again${speed === 1 ? '' : `, ${speed} times as fast`}.`;
  const text = request.answerer ? `${said} ${request.answerer.words}` : said;
  const note = { leg: 'console', type: 'note', code: 'replay', level: 'info', data: { replayOf: id, speed } } as const;
  recorder.append({ ...note, text });
  // At another speed the times of the other end mean nothing either.
  if (speed !== 1) noteAtTheServer(deps.store, audiohookId, call, { ...note, text: said });
  for (const { code, text: lacking } of lacks) {
    const warning = { leg: 'console', type: 'note', code, level: 'warning', text: lacking } as const;
    recorder.append(warning);
    noteAtTheServer(deps.store, audiohookId, call, warning);
  }
  const pace = { clock: deps.clock, voiceClock, startedMs, speed };
  play(call, { ...script, cues: pressable(script) }, pace);
  return ok({ ...placed.value, lacks });
}

async function scriptOf(session: ReadableSession): Promise<Result<CallerScript, NoReplay>> {
  const { id, state } = session.summary;
  if (state === 'live') return fail('live', `Session ${id} is still live: run it again when the call has ended.`);
  const events = await session.events();
  return events.ok ? callerScript(events.value) : events;
}

/** Appends a note to the server's view of a call, as soon as there is one, where this process records it. */
function noteAtTheServer(store: SessionStore, audiohookId: string, call: GenesysCall, note: NewSessionEvent): void {
  const stop = store.changed.on(({ id, role, events, audiohookId: other }) => {
    if (role !== 'server' || other !== audiohookId || events === 0 || !store.isRecording(id)) return;
    stop();
    // Not in the middle of another append: whoever follows the session is told of its events in order.
    queueMicrotask(() => void store.annotate(id, note));
  });
  void call.done.then(stop);
}

function withNewIds(open: OpenParameters, ids: OpenIds): OpenParameters {
  const isProbe = open.conversationId === NULL_UUID;
  return {
    ...open,
    organizationId: ids.organizationId,
    conversationId: isProbe ? NULL_UUID : ids.conversationId,
    participant: { ...open.participant, id: isProbe ? NULL_UUID : ids.participantId },
  };
}

type Pace = { clock: Clock; voiceClock: PacedClock; startedMs: number; speed: number };

/** Carries the cues out when the caller's clock has come to them, and ends the call where the captured one ended. */
function play(call: GenesysCall, script: CallerScript, { clock, voiceClock, startedMs, speed }: Pace): void {
  const cues = [...script.cues];
  const quiet = new QuietWatch(call, clock);
  let overSinceMs: number | undefined;
  call.progress.on(progress => {
    if (progress.type === 'state' && progress.state === 'open') voiceClock.run(speed);
  });
  const stop = clock.every(LOOK_MS, () => {
    if (call.phase !== 'open') return;
    const atMs = voiceClock.monotonicMs() - startedMs;
    for (let cue = cues[0]; cue && cue.atMs <= atMs; cue = cues[0]) {
      cues.shift();
      act(call, cue);
    }
    if (atMs < script.end.atMs) return;
    const nowMs = clock.monotonicMs();
    overSinceMs ??= nowMs;
    voiceClock.run(1);
    const isQuiet = quiet.sinceMs(overSinceMs) >= QUIET_MS;
    if (script.end.by === 'caller' && speed === 1) call.hangUp('hung up where the captured caller did');
    else if (isQuiet) call.hangUp('hung up: the captured call is over, and nothing was heard for 3 s');
    else if (nowMs - overSinceMs >= LATEST_MS) call.hangUp('hung up: 30 s after the captured call was over');
  });
  void call.done.then(stop);
}

function act(call: GenesysCall, cue: CallerCue): void {
  switch (cue.type) {
    case 'digit':
      call.pressDigit(cue.digit);
      break;
    case 'hold':
      call.hold(cue.held);
      break;
    case 'language':
      call.updateLanguage(cue.language);
      break;
    case 'loss':
      call.discard(cue.ms);
      break;
  }
}
