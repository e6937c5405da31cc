/** The call as a bot gets it: what it may know of it, and what it may do in it. */
import { FAREWELL_CAP_MS } from '../../../shared/audiohook/limits.ts';
import type { OpenParameters } from '../../../shared/audiohook/messages.ts';
import type { Disconnect } from '../../../shared/audiohook/server-machine.ts';
import type { ConnectorProfile } from '../../../shared/settings/connector-profile.ts';
import type { BotCall } from '../bots/bot.ts';
import type { HumanAnswers } from '../bots/human-answers.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import type { BotVoice } from './bot-voice.ts';

/** What the session does for its bot. */
export type BotSession = {
  readonly connectorId: string;
  readonly profile: ConnectorProfile;
  readonly recorder: SessionRecorder;
  readonly humans: HumanAnswers | undefined;
  readonly voice: BotVoice;
  /** False where the client plays nothing. */
  takesAudio(): boolean;
  isOpen(): boolean;
  sendEvent(entity: { type: string; data: unknown }): void;
  /** The caller's position, samples. */
  position(): number;
  disconnect(parameters: Disconnect): void;
};

export function botCallFor(open: OpenParameters, session: BotSession): BotCall {
  const { recorder, connectorId, humans, profile, voice } = session;
  return {
    connectorId,
    profile,
    conversationId: open.conversationId,
    language: open.language ?? '',
    participant: open.participant,
    inputVariables: open.inputVariables ?? {},
    recorder,
    play: (audio, range) => {
      if (session.takesAudio()) voice.play(audio, range);
    },
    interrupt: () => {
      const { droppedMs, mustFlush } = voice.interrupt();
      if (!session.isOpen()) return;
      if (mustFlush) session.sendEvent({ type: 'barge_in', data: {} });
      const text =
        droppedMs < 0.5
          ? 'The caller interrupts. All of the answer had been sent: Genesys discards what it has not played.'
          : `The caller interrupts: ${Math.round(droppedMs)} ms of bot audio were not sent any more.`;
      recorder.append({ leg: 'console', type: 'note', code: 'barge-in', level: 'info', text, data: { droppedMs } });
    },
    heard: range => voice.heard(range),
    isPlaying: () => voice.isPlaying,
    sendEvent: entity => session.sendEvent(entity),
    position: () => session.position(),
    ...(humans ? { askHuman: (question, signal) => humans.ask(recorder.id, question, signal) } : {}),
    hangUp: ({ reason, info, outputVariables }) => {
      const variables = { ...profile.outputVariables, ...outputVariables };
      const parameters = {
        reason,
        info,
        ...(Object.keys(variables).length > 0 ? { outputVariables: variables } : {}),
      };
      // A farewell is heard before the call ends; Genesys cuts what it still holds when it reads disconnect.
      voice.whenHeard(() => session.disconnect(parameters), FAREWELL_CAP_MS);
    },
  };
}
