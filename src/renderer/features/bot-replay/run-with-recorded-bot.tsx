import { useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { Problem } from '../../ui/problem.tsx';
import './bot-replay.css';

type RunProps = {
  client: ConsoleClient;
  sessionId: string;
  /** The new session is live. */
  onStarted(sessionId: string): void;
};

/** Runs a captured call again on both sides: the caller as captured, and the bot as captured, around the bridge of now. */
export function RunWithRecordedBot({ client, sessionId, onStarted }: RunProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    const chosen = await client.playRecordedBot({ sessionId });
    const started = chosen.ok ? await client.replay({ sessionId, speed: 1, bot: 'simulator' }) : chosen;
    setBusy(false);
    if (started.ok) onStarted(started.value.sessionId);
    else setProblem(started.error.message);
  };
  return (
    <div className="with-recorded-bot">
      <p className="quiet">
        Or with both sides as captured: the model’s own answers come again, without a key, and the log says where the
        bridge now does otherwise.
      </p>
      <button type="button" disabled={busy} onClick={() => void run()}>
        Run again with the recorded bot
      </button>
      {problem && <Problem words={problem} />}
    </div>
  );
}
