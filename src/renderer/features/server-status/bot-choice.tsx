import { Fragment, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import type { BotName } from '../../../shared/settings/connector-profile.ts';
import { useAsked } from '../../ui/asked.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SimulatorChoice } from '../bot-replay/simulator-choice.tsx';
import { playsWords, useSimulatorPlays } from '../bot-replay/use-simulator-plays.ts';

const BOT_NAMES: Record<BotName, string> = {
  simulator: 'Realtime simulator',
  openai: 'OpenAI Realtime',
  echo: 'Echo',
  tone: 'Tone',
  count: 'Count',
  listen: 'Listen only',
};

/** In the bar, where room is short. */
const SHORT_NAMES: Record<BotName, string> = { ...BOT_NAMES, simulator: 'simulator', openai: 'OpenAI' };

/** Which bot answers the next call and why; behind it the others and what they need. */
export function BotChoice({ client, status }: { client: ConsoleClient; status: ConsoleStatus }) {
  const { bot } = status;
  const plays = useSimulatorPlays(client);
  const playing = bot.selected === 'simulator' ? playsWords(plays) : '';
  const isReady = bot.available.find(({ name }) => name === bot.selected)?.ready ?? true;
  const [problem, setProblem] = useState<string>();
  const [selected, ask] = useAsked(bot.selected);
  const choose = (name: BotName) =>
    ask(name, async () => {
      const result = await client.selectBot({ bot: name });
      setProblem(result.ok ? undefined : result.error.message);
      return result.ok;
    });
  return (
    <Disclosure
      boxName="Bot"
      title={bot.reason}
      label={
        <>
          <span className={`dot ${isReady ? 'good' : 'problem'}`} aria-hidden="true" />
          <span className={`bot-name cut ${isReady ? '' : 'problem'}`} data-testid="bot-state" data-bot={bot.selected}>
            Bot: {playing || SHORT_NAMES[bot.selected]}
            {!isReady && <span className="visually-hidden"> cannot answer</span>}
          </span>
        </>
      }
    >
      <fieldset className="stack">
        <legend>{bot.reason}</legend>
        {bot.available.map(({ name, ready, reason }) => (
          <Fragment key={name}>
            <label className="bot-option">
              <input
                type="radio"
                name="bot"
                checked={selected === name}
                disabled={!ready}
                onChange={() => void choose(name)}
              />
              <span>
                {BOT_NAMES[name]}
                <span className="quiet"> {reason}</span>
              </span>
            </label>
            {name === 'simulator' && name === bot.selected && plays && (
              <SimulatorChoice client={client} plays={plays} />
            )}
          </Fragment>
        ))}
        {problem && <Problem words={problem} />}
        <p className="quiet">The choice counts from the next call on.</p>
      </fieldset>
    </Disclosure>
  );
}
