/** What the page asks of the simulator's answers. */
import type { botReplayContract } from '../../../shared/contract/bot-replay-contract.ts';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { loadRecording } from '../realtime-simulator/recording/recording.ts';
import type { BotChoice } from './bot-choice.ts';
import type { SimulatorBot } from './simulator-bot.ts';

export function botReplayHandlers(
  simulator: SimulatorBot,
  bots: BotChoice,
  store: SessionStore,
): HandlersOf<typeof botReplayContract> {
  return {
    simulatorPlays: (_input, sink) => {
      sink.send(simulator.plays);
      sink.onCancel(simulator.changed.on(() => sink.send(simulator.plays)));
    },
    playScenario: ({ name }) => simulator.playScenario(name ?? undefined),
    playRecordedBot: async ({ sessionId }) => {
      const recording = await loadRecording(store, sessionId);
      if (!recording.ok) return recording;
      simulator.playRecording(recording.value);
      return bots.choose('simulator');
    },
  };
}
