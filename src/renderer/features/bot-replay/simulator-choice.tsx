import './bot-replay.css';
import { useState } from 'react';
import type { SimulatorPlays } from '../../../shared/contract/bot-replay-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { Problem } from '../../ui/problem.tsx';

/** What the simulator plays to the next call: its usual answers, a scenario that ships, or a recorded bot. */
export function SimulatorChoice({ client, plays }: { client: ConsoleClient; plays: SimulatorPlays }) {
  const [problem, setProblem] = useState<string>();
  const { recording, scenario, scenarios } = plays;
  const play = async (name: string | null) => {
    const result = await client.playScenario({ name });
    setProblem(result.ok ? undefined : result.error.message);
  };
  const about = recording
    ? `Plays the bot's side of session ${recording.sessionId}. Choose anything else to end that.`
    : (scenarios.find(({ name }) => name === scenario)?.about ?? 'Greets, and repeats what the caller has said.');
  return (
    <div className="stack simulator-choice">
      <label className="row">
        Plays
        <select
          value={recording ? 'recording' : `scenario ${scenario ?? ''}`}
          onChange={({ target }) => void play(target.value.replace(/^scenario /, '') || null)}
        >
          {recording && (
            <option value="recording">recorded bot of {recording.connectorId || recording.sessionId}</option>
          )}
          <option value="scenario ">usual answers</option>
          {scenarios.map(({ name, about: what }) => (
            <option key={name} value={`scenario ${name}`} title={what}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p className="quiet">{about}</p>
      {problem && <Problem words={problem} />}
    </div>
  );
}
