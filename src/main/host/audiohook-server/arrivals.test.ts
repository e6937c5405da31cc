import { expect, onTestFinished, test } from 'vitest';
import { fakeOrganization } from '../../../shared/audiohook/callers.ts';
import { NULL_UUID } from '../../../shared/audiohook/messages.ts';
import { settingsSchema } from '../../../shared/settings/settings.ts';
import { startEchoBot } from '../bots/echo/echo-bot.ts';
import { SessionStore } from '../capture/session-store.ts';
import { accepted } from '../settings/credentials.ts';
import { systemClock, systemIds } from '../system.ts';
import { RawCaller } from '../testing/raw-caller.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { Arrivals } from './arrivals.ts';
import { AudioHookServer } from './audiohook-server.ts';

const KEY_ALONE = { apiKey: 'a-key-without-a-secret', clientSecret: '' };
const PAIR = { apiKey: 'the-api-key', clientSecret: Buffer.from('the client secret').toString('base64') };

test('each step of what arrives is told: TCP, a refusal with its reason, the probe, a signed call, sound both ways', async () => {
  const own = new Set<string>();
  const arrivals = new Arrivals(systemClock, id => own.has(id));
  onTestFinished(() => arrivals.dispose());
  const store = new SessionStore({
    ...{ dataDir: tempDir(), clock: systemClock, ids: systemIds, pid: process.pid },
    onWarning: () => undefined,
  });
  const server = new AudioHookServer({
    ...{
      credentials: [accepted(PAIR, 'own'), accepted(KEY_ALONE, 'key')],
      settings: settingsSchema.parse({}),
      store,
      clock: systemClock,
    },
    ...{ startBot: startEchoBot(), arrivals },
  });
  const listening = await server.listen({ host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error.message);
  onTestFinished(async () => {
    await server.dispose();
    await store.dispose();
  });
  const step = (name: string) => arrivals.all.steps.find(one => one.step === name);
  const told = (isTold: () => boolean) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (!isTold()) return;
        stop();
        resolve();
      };
      const stop = arrivals.changed.on(look);
      look();
    });
  const reached = (name: string) => told(() => step(name) !== undefined);

  const stranger = new RawCaller(listening.value.url, { ...PAIR, apiKey: 'wrong' });
  await reached('refused');
  expect(step('refused')?.detail).toContain('HTTP 401: X-API-KEY is not');
  await stranger.until(() => stranger.status);

  const probe = new RawCaller(listening.value.url, PAIR);
  await probe.opened();
  probe.open({ conversationId: NULL_UUID, participant: { id: NULL_UUID, ani: '', aniName: '', dnis: '' } });
  await probe.message('opened');
  expect(arrivals.all.steps.map(one => one.step).sort()).toEqual(['probe', 'refused', 'tcp', 'upgrade']);
  await probe.hangUp();

  const caller = new RawCaller(`${listening.value.url}demo-bot`, PAIR);
  await caller.opened();
  caller.open();
  await caller.message('opened');
  caller.socket.send(new Uint8Array(1600));
  await reached('audio-out');
  expect(step('call')).toMatchObject({ count: 1, detail: 'Connector ID demo-bot' });
  expect(step('tcp')).toMatchObject({ count: 3, detail: 'from 127.0.0.1' });
  expect(step('upgrade')).toMatchObject({
    count: 2,
    detail: 'Connector ID demo-bot, signed, by GenesysCloud-AudioHook-Client from 127.0.0.1',
  });
  expect(step('audio-in')?.sessionId).toBe(step('call')?.sessionId);
  await caller.hangUp();

  // What the console calls itself, to try something, is not Genesys Cloud.
  const before = arrivals.all.steps;
  const itself = new RawCaller(`${listening.value.url}demo-bot`, PAIR);
  own.add(itself.ids.sessionId);
  await itself.opened();
  expect(arrivals.all).toEqual({ steps: before, ownCalls: 1, strangers: [] });
  itself.open();
  await itself.message('opened');
  await itself.hangUp();
  expect(arrivals.all.steps).toBe(before);

  // Nor is `call` on a terminal, taken or refused.
  const organizationId = fakeOrganization(systemIds.uuid());
  const organization = { 'audiohook-organization-id': organizationId };
  const onTerminal = new RawCaller(`${listening.value.url}demo-bot`, KEY_ALONE, organization);
  await onTerminal.opened();
  onTerminal.open({ organizationId });
  await onTerminal.message('opened');
  await onTerminal.hangUp();
  new RawCaller(`${listening.value.url}demo-bot`, { ...PAIR, apiKey: 'wrong' }, organization);
  await told(() => arrivals.all.strangers.length === 2);
  expect(arrivals.all.steps).toBe(before);
  expect(arrivals.all.strangers.map(({ who }) => who)).toEqual([
    'the fake Genesys Cloud of a console from 127.0.0.1 (call, check, preflight or replay), refused',
    'the fake Genesys Cloud of a console from 127.0.0.1 (call, check, preflight or replay)',
  ]);

  const plain = { 'audiohook-organization-id': '', 'user-agent': 'wscat' };
  new RawCaller(`${listening.value.url}demo-bot`, KEY_ALONE, plain);
  await told(() => step('refused')?.count === 2);
  expect(step('refused')?.detail).toContain('It was wscat from 127.0.0.1: it lacks the Audiohook headers');
});
