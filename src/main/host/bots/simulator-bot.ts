/**
 * The bot that is the Realtime simulator, and what it plays: its usual answers, a scenario, or the bot's side of a
 * captured session. It is the OpenAI bot at another address: there is no second bridge.
 */

import type { SimulatorPlays } from '../../../shared/contract/bot-replay-contract.ts';
import type { NoteLevel } from '../../../shared/events/session-event.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { partingText } from '../../../shared/realtime/recording/follow-client.ts';
import { RECORDED_BOT } from '../../../shared/replay/session-bot.ts';
import { shippedScenario, shippedScenarios } from '../realtime-simulator/load-scenario.ts';
import type { RealtimeSimulator } from '../realtime-simulator/realtime-simulator.ts';
import { Playback, type PlaybackNews } from '../realtime-simulator/recording/playback.ts';
import type { Recording } from '../realtime-simulator/recording/recording.ts';
import type { BotCall, StartBot } from './bot.ts';
import { type OpenAiBotDeps, type OpenAiBotSettings, startOpenAiBot } from './openai/openai-bot.ts';

/** Partings that are noted one by one; the rest is counted. */
const MOST_PARTINGS = 20;

export class SimulatorBot {
  readonly changed = new Emitter<void>();
  readonly #simulator: RealtimeSimulator;
  readonly #url: string;
  readonly #deps: OpenAiBotDeps;
  #scenario: string | undefined;
  #recording: Recording | undefined;

  constructor(simulator: RealtimeSimulator, url: string, deps: OpenAiBotDeps) {
    this.#simulator = simulator;
    this.#url = url;
    this.#deps = deps;
  }

  /** Answers a call with what is chosen now. */
  readonly start: StartBot = call => {
    if (this.#recording) return this.#playBack(this.#recording, call);
    const query = this.#scenario === undefined ? '' : `?scenario=${encodeURIComponent(this.#scenario)}`;
    return this.#bot({ baseURL: `${this.#url}${query}`, name: 'simulator' })(call);
  };

  get plays(): SimulatorPlays {
    const recording = this.#recording?.session;
    return {
      scenario: this.#scenario ?? null,
      recording: recording ? { sessionId: recording.id, connectorId: recording.connectorId } : null,
      scenarios: shippedScenarios().map(({ name, about }) => ({ name, about })),
    };
  }

  /** @param name one that ships; undefined for the usual answers */
  playScenario(name: string | undefined): Result<Record<string, never>, 'no-such-scenario'> {
    if (name !== undefined && !shippedScenario(name)) {
      return fail('no-such-scenario', `There is no scenario ${name} that ships.`);
    }
    this.#scenario = name;
    this.#recording = undefined;
    this.changed.emit();
    return ok({});
  }

  playRecording(recording: Recording): void {
    this.#recording = recording;
    this.changed.emit();
  }

  #bot(settings: Pick<OpenAiBotSettings, 'baseURL' | 'name' | 'onEnded'>): StartBot {
    return startOpenAiBot({ apiKey: 'the-simulator-wants-no-key', keepsAddress: true, ...settings }, this.#deps);
  }

  #playBack(recording: Recording, call: BotCall): ReturnType<StartBot> {
    const notes = new PlaybackNotes(recording, call);
    const { key, end } = this.#simulator.playBack(new Playback(recording, this.#deps.clock, news => notes.tell(news)));
    const onEnded = () => {
      notes.end();
      end();
    };
    return this.#bot({ baseURL: `${this.#url}?playback=${key}`, name: RECORDED_BOT, onEnded })(call);
  }
}

/** What a session says about the recording that is played to it. */
class PlaybackNotes {
  readonly #session: string;
  readonly #call: BotCall;
  #partings = 0;
  #isOver = false;

  constructor({ session, connections }: Recording, call: BotCall) {
    this.#session = session.id;
    this.#call = call;
    const frames = connections.reduce((sum, each) => sum + each.frames.length, 0);
    const text = `The bot's side of session ${session.id} is played back: ${frames} events of the model.`;
    this.#note('recorded-bot', 'info', text, { connections: connections.length, frames });
  }

  tell(news: PlaybackNews): void {
    if (news.type === 'finished') {
      this.#note('recording-ended', 'info', 'The recording is at its end: the bot says nothing more.');
      return;
    }
    this.#partings += 1;
    if (this.#partings > MOST_PARTINGS) return;
    const isFirst = this.#partings === 1;
    const rest = isFirst ? ' Here the two part; the rest is played as far as it fits.' : '';
    const more = this.#partings === MOST_PARTINGS ? ' Further differences are not listed.' : '';
    const text = `${partingText(news.parting)}${rest}${more}`;
    this.#note('recording-parted', isFirst ? 'warning' : 'info', text, { ...news.parting });
  }

  end(): void {
    this.#isOver = true;
  }

  #note(code: string, level: NoteLevel, text: string, data: Record<string, unknown> = {}): void {
    if (this.#isOver) return;
    const all = { session: this.#session, ...data };
    this.#call.recorder.append({ leg: 'console', type: 'note', code, level, text, data: all });
  }
}
