/** Which bot answers the next call, and why: OpenAI when there is a key, else the simulator, unless somebody chose. */
import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { BotName } from '../../../shared/settings/connector-profile.ts';
import type { StartBot } from './bot.ts';
import { startEchoBot } from './echo/echo-bot.ts';
import { counting } from './line-test/count.ts';
import { noted, repeating } from './line-test/line-test.ts';
import { beeps } from './line-test/tone.ts';
import { startListenBot } from './listen/listen-bot.ts';
import { DEFAULT_MODEL, type OpenAiBotDeps, type OpenAiBotSettings, startOpenAiBot } from './openai/openai-bot.ts';

export type OpenAiAccess = {
  readonly apiKey: string | undefined;
  readonly baseURL: string | undefined;
  /** Where the key comes from, in words. */
  readonly keyFrom?: string | undefined;
  /** Address and key are those of the environment. */
  readonly ofEnvironment?: boolean | undefined;
  /** Whom OpenAI charges. */
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
};

export class BotChoice {
  readonly changed = new Emitter<void>();
  readonly #access: () => OpenAiAccess;
  readonly #starters: Readonly<Record<BotName, StartBot>>;
  /** Who answers calls that are still to come, by their conversation. */
  readonly #expected = new Map<string, BotName>();
  #chosen: BotName | undefined;

  /** @param access asked anew for each call: a key may be typed while the console runs */
  constructor(access: () => OpenAiAccess, simulator: StartBot, deps: OpenAiBotDeps) {
    this.#access = access;
    this.#starters = {
      simulator,
      openai: call => startOpenAiBot(settingsOf(this.#openAi), deps)(call),
      echo: noted('echo', startEchoBot()),
      tone: noted('tone', repeating('tone', beeps(), deps.clock)),
      count: noted('count', repeating('count', counting(), deps.clock)),
      listen: startListenBot(deps.ids),
    };
  }

  /** Answers a call with the bot that was wished for it, or that is chosen now. */
  readonly start: StartBot = call => {
    const wished = this.#expected.get(call.conversationId);
    this.#expected.delete(call.conversationId);
    return this.#starters[wished ?? call.profile.bot ?? this.#selected](call);
  };

  /** Has the next call of a conversation answered by `bot`, whatever is chosen. Undone by what it returns. */
  expect(conversationId: string, bot: BotName): () => void {
    this.#expected.set(conversationId, bot);
    return () => void this.#expected.delete(conversationId);
  }

  /** Whether a bot could answer now, and what it needs. */
  isReady(bot: BotName): Result<Record<string, never>, 'not-ready'> {
    return bot === 'openai' && !this.#openAi.apiKey ? fail('not-ready', NO_KEY) : ok({});
  }

  choose(bot: BotName): Result<Record<string, never>, 'not-ready'> {
    const ready = this.isReady(bot);
    if (!ready.ok) return ready;
    this.#chosen = bot;
    this.changed.emit();
    return ok({});
  }

  get status(): ConsoleStatus['bot'] {
    const { apiKey, keyFrom = 'the key of OPENAI_API_KEY' } = this.#openAi;
    const hasKey = Boolean(apiKey);
    const available: ConsoleStatus['bot']['available'] = [
      { name: 'simulator', ready: true, reason: 'Speaks the Realtime API on this machine: no key, no network.' },
      { name: 'openai', ready: hasKey, reason: hasKey ? `${DEFAULT_MODEL}, with ${keyFrom}.` : NO_KEY },
      { name: 'echo', ready: true, reason: 'Plays back what the caller says, as it comes.' },
      { name: 'tone', ready: true, reason: 'Beeps: shows whether the caller hears anything at all.' },
      { name: 'count', ready: true, reason: 'Counts from one to ten: a missing number is lost sound.' },
      { name: 'listen', ready: true, reason: 'Says nothing: only listens.' },
    ];
    const why = this.#chosen
      ? 'It was chosen.'
      : hasKey
        ? 'An OpenAI key is set.'
        : 'No OpenAI key is set (Settings, OpenAI; or OPENAI_API_KEY), so the simulator answers.';
    return { selected: this.#selected, reason: why, available };
  }

  /** Told when the key or the settings have changed. A bot that was chosen and has lost its key is chosen no more. */
  accessChanged(): void {
    if (this.#chosen === 'openai' && !this.#openAi.apiKey) this.#chosen = undefined;
    this.changed.emit();
  }

  get #openAi(): OpenAiAccess {
    return this.#access();
  }

  get #selected(): BotName {
    return this.#chosen ?? (this.#openAi.apiKey ? 'openai' : 'simulator');
  }
}

const NO_KEY = 'Needs an OpenAI key: type it in Settings, OpenAI, or set OPENAI_API_KEY and start the console again.';

function settingsOf({ apiKey, baseURL, ofEnvironment = true, organization, project }: OpenAiAccess): OpenAiBotSettings {
  return {
    apiKey: apiKey ?? '',
    ofEnvironment,
    ...(baseURL && { baseURL }),
    ...(organization && { organization }),
    ...(project && { project }),
  };
}
