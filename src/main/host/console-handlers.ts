/** The contract's answers: what the page asks is handed to the part that knows. */
import type { ConsoleHandlers, ConsoleStatus } from '../../shared/contract/contract.ts';
import type { SessionEvent } from '../../shared/events/session-event.ts';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Emitter } from '../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { BotChoice } from './bots/bot-choice.ts';
import type { HumanAnswers } from './bots/human-answers.ts';
import type { SessionStore } from './capture/session-store.ts';
import type { ChecksOfThePage } from './checks/checks-of-the-page.ts';
import type { CallsOfThePage } from './genesys-client/calls-of-the-page.ts';
import type { SessionSound } from './replay/session-sound.ts';
import type { Credentials } from './settings/credentials.ts';

export type HandlerParts = {
  status(): ConsoleStatus;
  statusChanged: Emitter<void>;
  credentials: Credentials;
  bots: BotChoice;
  humans: HumanAnswers;
  store: SessionStore;
  calls: CallsOfThePage;
  checks: ChecksOfThePage;
  sound: SessionSound;
  clock: Clock;
  listenOnFreePort(): Promise<Result<{ url: string }, 'already-listening' | 'cannot-listen'>>;
  serverUrl(): string | undefined;
  /** True for an address, as typed, that leads to the console's own server. */
  isOwnAddress(url: string): Promise<boolean>;
};

/** Announcements are gathered this long: batches, not single events, go to the page. */
const BATCH_MS = 50;
/** Most events in one batch: a long session arrives in pieces, between which the page can draw. */
const MOST_IN_BATCH = 2000;

export function consoleHandlers(parts: HandlerParts): ConsoleHandlers {
  const { store, calls, sound, bots, clock } = parts;
  return {
    status: (_input, sink) => {
      sink.send(parts.status());
      sink.onCancel(parts.statusChanged.on(() => sink.send(parts.status())));
    },
    credentials: () => ok({ apiKey: parts.credentials.apiKey, clientSecret: parts.credentials.clientSecret }),
    listenOnFreePort: () => parts.listenOnFreePort(),
    selectBot: ({ bot }) => bots.choose(bot),

    questions: (_input, sink) => {
      const tell = () =>
        sink.send(parts.humans.open.map(question => ({ ...question, arguments: { ...question.arguments } })));
      tell();
      sink.onCancel(parts.humans.changed.on(tell));
    },
    answerQuestion: ({ questionId, answer }) => parts.humans.answer(questionId, answer),

    sessions: (_input, sink) => {
      sink.send({ type: 'all', sessions: store.list() });
      const waiting = new Map<string, SessionSummary>();
      const batch = batches(clock, () => {
        for (const session of waiting.values()) sink.send({ type: 'changed', session });
        waiting.clear();
      });
      const stop = store.changed.on(session => {
        waiting.set(session.id, session);
        batch.due();
      });
      const stopRemoved = store.removed.on(sessionId => {
        waiting.delete(sessionId);
        sink.send({ type: 'removed', sessionId });
      });
      sink.onCancel(() => {
        stop();
        stopRemoved();
        batch.cancel();
      });
    },
    sessionEvents: ({ sessionId, fromN }, sink) => {
      if (!store.get(sessionId)) {
        sink.end({ code: 'no-such-session', message: `There is no session ${sessionId}.` });
        return;
      }
      let waiting: SessionEvent[] = [];
      const flush = () => {
        for (let at = 0; at < waiting.length; at += MOST_IN_BATCH) sink.send(waiting.slice(at, at + MOST_IN_BATCH));
        waiting = [];
      };
      const batch = batches(clock, flush);
      const stop = store.subscribe(sessionId, fromN, {
        events: events => {
          waiting = waiting.length === 0 ? events : [...waiting, ...events];
          batch.due();
        },
        end: failure => {
          batch.cancel();
          flush();
          sink.end(failure === undefined ? undefined : { code: 'unreadable', message: failure });
        },
      });
      sink.onCancel(() => {
        stop();
        batch.cancel();
      });
    },
    peaks: ({ sessionId, fromMs, toMs, columns }) => sound.peaks(sessionId, fromMs, toMs, columns),
    listen: async ({ sessionId, lane, fromMs, durationMs }) => {
      const heard = await sound.listen(sessionId, lane, fromMs, durationMs);
      return heard.ok ? ok({ audio: heard.value }) : heard;
    },

    placeCall: async ({ target, connectorId, credentials, source, options }) => {
      const url = target ?? parts.serverUrl();
      if (url === undefined) {
        return fail('server-not-listening', NOT_LISTENING);
      }
      const used = await credentialsFor(parts, target, credentials);
      return calls.place({ url, connectorId, source, options, credentials: used });
    },
    callProgress: ({ callId }, sink) => calls.follow(callId, sink),
    speak: ({ callId, samples }) => calls.speak(callId, samples),
    mute: ({ callId, muted }) => calls.mute(callId, muted),
    pressDigit: ({ callId, digit }) => calls.pressDigit(callId, digit),
    holdCall: ({ callId, held }) => calls.hold(callId, held),
    updateLanguage: ({ callId, language }) => calls.updateLanguage(callId, language),
    discardAudio: ({ callId, ms }) => calls.discard(callId, ms),
    hangUp: ({ callId, reason }) => calls.hangUp(callId, reason),

    check: ({ target, connectorId, credentials, profile }, sink) => {
      const url = target ?? parts.serverUrl();
      if (url === undefined) {
        sink.end({ code: 'server-not-listening', message: NOT_LISTENING });
        return;
      }
      void credentialsFor(parts, target, credentials).then(used =>
        parts.checks.run({ url, connectorId, credentials: used, profile }, sink),
      );
    },
  };
}

const NOT_LISTENING = "The console's own server does not listen: take a free port first, or call another server.";

/** What was typed always counts; the console's own pair is for its own address, and for no other. */
async function credentialsFor(
  parts: HandlerParts,
  target: string | undefined,
  typed: Credentials | undefined,
): Promise<Credentials | undefined> {
  const own = typed === undefined && (target === undefined || (await parts.isOwnAddress(target)));
  return own ? parts.credentials : typed;
}

/** Runs `flush` once for everything that comes due within the batch time. */
function batches(clock: Clock, flush: () => void): { due(): void; cancel(): void } {
  let cancelTimer: (() => void) | undefined;
  return {
    due: () => {
      cancelTimer ??= clock.after(BATCH_MS, () => {
        cancelTimer = undefined;
        flush();
      });
    },
    cancel: () => {
      cancelTimer?.();
      cancelTimer = undefined;
    },
  };
}
