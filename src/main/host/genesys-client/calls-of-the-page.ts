/** The calls that a page drives: its microphone in, what the caller hears out. */
import type { CallOptions } from '../../../shared/audiohook/call-options.ts';
import type { CloseReason } from '../../../shared/audiohook/messages.ts';
import { levelDbfs } from '../../../shared/checks/sound-statistics.ts';
import type { CallItem, CallSource } from '../../../shared/contract/calls-contract.ts';
import type { StreamSink } from '../../../shared/contract/define.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { playScript } from '../call-scripts/play-script.ts';
import type { ScriptStore } from '../call-scripts/script-store.ts';
import { ScriptedCaller } from '../call-scripts/scripted-caller.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { Credentials } from '../settings/credentials.ts';
import { type CallerAudio, MicrophoneCaller, silentCaller, toneCaller, wavCaller } from './caller-audio.ts';
import type { CallProgress, GenesysCall } from './genesys-call.ts';
import { hasInternalChannel, placeCall } from './place-call.ts';

export type PageCallRequest = {
  url: string;
  connectorId: string;
  credentials: Credentials | undefined;
  source: CallSource;
  options?: CallOptions | undefined;
};

type PageCall = {
  call: GenesysCall;
  microphone: MicrophoneCaller | undefined;
  /** What happened before the page asked for it. */
  backlog: CallItem[];
  sink: StreamSink<CallItem> | undefined;
  followed: boolean;
  levels: { callerDbfs: number; botDbfs: number };
};

type CallDeps = { store: SessionStore; scripts: ScriptStore; clock: Clock; ids: Ids };

const QUIET_DBFS = -100;
/** Calls that ended before the page asked how they went are remembered: the newest so many. */
const MOST_ENDED = 20;
/** How soon a page must follow the call that it placed: one that went away in between holds no phone. */
const FOLLOWED_WITHIN_MS = 10_000;
/** How long calls may take to end properly when the console ends. */
const SHUTDOWN_MS = 5_000;

export class CallsOfThePage {
  readonly #deps: CallDeps;
  readonly #calls = new Map<string, PageCall>();
  /** What is left to tell of calls that ended unasked. */
  readonly #ended = new Map<string, CallItem[]>();

  constructor(deps: CallDeps) {
    this.#deps = deps;
  }

  async place(
    request: PageCallRequest,
  ): Promise<
    Result<
      { callId: string; sessionId: string; audiohookId: string; url: string },
      'bad-url' | 'bad-audio' | 'bad-script' | 'bad-credentials' | 'bad-options'
    >
  > {
    const script = request.source.type === 'script' ? await this.#deps.scripts.load(request.source.name) : undefined;
    if (script && !script.ok) return script;
    const played = script && { ...script.value, caller: new ScriptedCaller() };
    const source = played ? ok(played.caller) : sourceOf(request.source, hasInternalChannel(request.options ?? {}));
    if (!source.ok) return source;
    const placed = placeCall({ ...request, source: source.value }, this.#deps);
    if (!placed.ok) return placed;
    const { call, recorder, url, audiohookId } = placed.value;
    if (played) playScript(played, { call, recorder, clock: this.#deps.clock });
    const callId = this.#deps.ids.uuid();
    const page: PageCall = {
      call,
      microphone: source.value instanceof MicrophoneCaller ? source.value : undefined,
      backlog: [],
      sink: undefined,
      followed: false,
      levels: { callerDbfs: QUIET_DBFS, botDbfs: QUIET_DBFS },
    };
    this.#calls.set(callId, page);
    call.progress.on(progress => tell(page, progress));
    const cancelWait = this.#deps.clock.after(FOLLOWED_WITHIN_MS, () => {
      if (!page.followed) call.hangUp('the page that placed the call was closed');
    });
    void call.done.then(() => {
      cancelWait();
      this.#calls.delete(callId);
      if (page.sink) page.sink.end();
      else this.#remember(callId, page.backlog);
    });
    return ok({ callId, sessionId: recorder.id, audiohookId, url: url.href });
  }

  /** Tells a page what happens in its call. When the page goes away the call is hung up: nobody holds the phone. */
  follow(callId: string, sink: StreamSink<CallItem>): void {
    const page = this.#calls.get(callId);
    if (!page) {
      for (const item of this.#ended.get(callId) ?? []) sink.send(item);
      sink.end(this.#ended.delete(callId) ? undefined : { code: 'no-such-call', message: 'This call has ended.' });
      return;
    }
    page.sink = sink;
    page.followed = true;
    for (const item of page.backlog.splice(0)) sink.send(item);
    sink.onCancel(() => {
      page.sink = undefined;
      page.call.hangUp('the page that held the call was closed');
    });
  }

  speak(callId: string, samples: Uint8Array): Result<Record<string, never>, 'no-such-call'> {
    return this.#with(callId, page => page.microphone?.push(samples));
  }

  mute(callId: string, muted: boolean): Result<Record<string, never>, 'no-such-call'> {
    return this.#with(callId, page => {
      page.call.muted = muted;
    });
  }

  pressDigit(callId: string, digit: string): Result<Record<string, never>, 'no-such-call'> {
    return this.#with(callId, page => page.call.pressDigit(digit));
  }

  hold(callId: string, held: boolean): Result<Record<string, never>, 'no-such-call'> {
    return this.#with(callId, page => page.call.hold(held));
  }

  updateLanguage(callId: string, language: string): Result<Record<string, never>, 'no-such-call'> {
    return this.#with(callId, page => page.call.updateLanguage(language));
  }

  discard(callId: string, ms: number): Result<Record<string, never>, 'no-such-call'> {
    return this.#with(callId, page => page.call.discard(ms));
  }

  hangUp(callId: string, reason: CloseReason = 'end'): Result<Record<string, never>, 'no-such-call'> {
    return this.#with(callId, page => page.call.hangUp(`hung up by the caller${inWords(reason)}`, reason));
  }

  /** Hangs up all, and waits until they have ended. */
  async dispose(): Promise<void> {
    const calls = [...this.#calls.values()];
    for (const { call } of calls) call.hangUp('the console was closed');
    const cancel = this.#deps.clock.after(SHUTDOWN_MS, () => {
      for (const { call } of calls) call.terminate();
    });
    await Promise.all(calls.map(({ call }) => call.done));
    cancel();
  }

  #remember(callId: string, items: CallItem[]): void {
    this.#ended.set(callId, items);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= MOST_ENDED) return;
      this.#ended.delete(oldest);
    }
  }

  #with(callId: string, action: (page: PageCall) => void): Result<Record<string, never>, 'no-such-call'> {
    const page = this.#calls.get(callId);
    if (!page) return fail('no-such-call', 'This call has ended.');
    action(page);
    return ok({});
  }
}

function inWords(reason: CloseReason): string {
  return reason === 'end' ? '' : `, reason ${reason}`;
}

function sourceOf(source: CallSource, split: boolean): Result<CallerAudio, 'bad-audio'> {
  switch (source.type) {
    case 'microphone':
      return ok(new MicrophoneCaller());
    case 'wav':
      return wavCaller(source.bytes, source.name, split);
    case 'tone':
      return ok(toneCaller(source.frequencyHz));
    case 'silence':
    case 'script':
      return ok(silentCaller);
  }
}

function tell(page: PageCall, progress: CallProgress): void {
  if (progress.type === 'said' || progress.type === 'heard') {
    const level = levelDbfs(progress.audio);
    page.levels = progress.type === 'said' ? { ...page.levels, callerDbfs: level } : { ...page.levels, botDbfs: level };
  }
  const items: CallItem[] = [];
  if (progress.type === 'state' || progress.type === 'outcome' || progress.type === 'paused') items.push(progress);
  if (progress.type === 'heard') items.push({ type: 'heard', audio: progress.audio });
  if (progress.type === 'flush') items.push({ type: 'flush' });
  if (progress.type === 'said') {
    items.push({ type: 'level', ...page.levels });
    page.levels.botDbfs = QUIET_DBFS;
  }
  for (const item of items) {
    if (page.sink) page.sink.send(item);
    else page.backlog.push(item);
  }
}
