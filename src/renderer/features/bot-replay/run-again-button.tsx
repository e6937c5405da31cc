import { useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';

type ButtonProps = {
  client: ConsoleClient;
  sessionId: string;
  /** The new session is live. */
  onStarted(sessionId: string): void;
};

/** Runs a captured call again on both sides: the caller as captured, and the bot as captured, around the bridge of now. */
export function RunAgainButton({ client, sessionId, onStarted }: ButtonProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    const chosen = await client.playRecordedBot({ sessionId });
    const started = chosen.ok ? await client.replay({ sessionId, speed: 1 }) : chosen;
    setBusy(false);
    if (started.ok) onStarted(started.value.sessionId);
    else setProblem(started.error.message);
  };
  return (
    <>
      <button
        type="button"
        disabled={busy}
        title="The same caller, and the model's own answers of then, with their times: see what the bridge makes of them now"
        onClick={() => void run()}
      >
        Run again with the recorded bot
      </button>
      {problem && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
