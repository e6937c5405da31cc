/** A fake Genesys Cloud and the console's own server with a small bot, joined by a real socket. */
import { onTestFinished } from 'vitest';
import type { CallOptions } from '../../../shared/audiohook/call-options.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { settingsSchema } from '../../../shared/settings/settings.ts';
import { AudioHookServer } from '../audiohook-server/audiohook-server.ts';
import type { Bot, BotCall } from '../bots/bot.ts';
import { SessionStore } from '../capture/session-store.ts';
import type { CallSummary } from '../genesys-client/call-summary.ts';
import { type CallerAudio, toneCaller } from '../genesys-client/caller-audio.ts';
import type { CallProgress, GenesysCall } from '../genesys-client/genesys-call.ts';
import { placeCall } from '../genesys-client/place-call.ts';
import { accepted } from '../settings/credentials.ts';
import { systemIds } from '../system.ts';
import { PatientClock } from './patient-clock.ts';
import { tempDir } from './temp-dir.ts';

export const BENCH_CREDENTIALS = {
  apiKey: 'the-api-key',
  clientSecret: Buffer.from('the client secret').toString('base64'),
};

export type BenchCall = {
  summary: CallSummary;
  progress: CallProgress[];
  /** The caller's session. */
  events: readonly SessionEvent[];
};

/** By default seconds pass in milliseconds, and never while the machine is busy. */
export async function callBench(clock: Clock = new PatientClock(20)) {
  const heard: Uint8Array[] = [];
  const told: string[] = [];
  const calls: BotCall[] = [];
  const startBot = (call: BotCall): Bot => {
    calls.push(call);
    const greeting = new Uint8Array(3_200).fill(0x55);
    call.play(greeting, call.recorder.appendAudio('bot', greeting));
    return {
      name: 'bench bot',
      hear: audio => void heard.push(audio),
      pressed: digit => void told.push(digit),
      languageChanged: language => void told.push(language),
      playbackStarted: () => undefined,
      playbackCompleted: () => undefined,
      end: () => Promise.resolve(),
    };
  };
  const store = new SessionStore({
    dataDir: tempDir(),
    clock,
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  await store.open();
  const server = new AudioHookServer({
    credentials: [accepted(BENCH_CREDENTIALS, 'own')],
    settings: settingsSchema.parse({}),
    store,
    clock,
    startBot,
  });
  const listening = await server.listen({ host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error.message);
  onTestFinished(async () => {
    await server.dispose();
    await store.dispose();
  });

  const eventsOf = async (id: string) => {
    const events = await store.events(id);
    if (!events.ok) throw new Error(events.error.message);
    return events.value;
  };
  /** Resolves when as many sessions of the server have ended; the newest first. */
  const serverSessions = async (count: number) => {
    const find = () => store.list().filter(({ role, state }) => role === 'server' && state === 'ended');
    await new Promise<void>(resolve => {
      const look = () => {
        if (find().length < count) return;
        stop();
        resolve();
      };
      const stop = store.changed.on(look);
      look();
    });
    return find();
  };
  const call = async (
    options: CallOptions = {},
    drive: {
      source?: CallerAudio;
      url?: string;
      lastMs?: number;
      on?: (item: CallProgress, call: GenesysCall) => void;
    } = {},
  ): Promise<BenchCall> => {
    const placed = placeCall(
      {
        url: drive.url ?? listening.value.url,
        connectorId: 'demo-bot',
        credentials: BENCH_CREDENTIALS,
        source: drive.source ?? toneCaller(440),
        options,
      },
      { store, clock, ids: systemIds },
    );
    if (!placed.ok) throw new Error(placed.error.message);
    const { call: genesys, recorder } = placed.value;
    const progress: CallProgress[] = [];
    genesys.progress.on(item => {
      progress.push(item);
      drive.on?.(item, genesys);
      if (item.type === 'state' && item.state === 'open' && drive.lastMs !== undefined) {
        clock.after(drive.lastMs, () => genesys.hangUp('hung up by the test'));
      }
    });
    const summary = await genesys.done;
    return { summary, progress, events: await eventsOf(recorder.id) };
  };
  return { clock, store, url: listening.value.url, heard, told, calls, call, eventsOf, serverSessions };
}

/** Codes of the notes in a session. */
export function notesIn(events: readonly SessionEvent[]): string[] {
  return events.flatMap(event => (event.type === 'note' ? [event.code] : []));
}

/** Messages of one direction and type, parsed; what is no JSON is left out. */
export function messagesIn(
  events: readonly SessionEvent[],
  direction: 'in' | 'out',
  type?: string,
): { type: string; seq: number; position: string; parameters: Record<string, unknown> }[] {
  return events.flatMap(event => {
    if (event.type !== 'message' || event.direction !== direction || event.leg !== 'genesys') return [];
    let message: { type: string; seq: number; position: string; parameters: Record<string, unknown> };
    try {
      message = JSON.parse(event.text);
    } catch {
      // A fault of the list: the capture keeps it, and it has no type.
      return [];
    }
    return type === undefined || message.type === type ? [message] : [];
  });
}
