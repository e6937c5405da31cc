/** What the main process told Electron, and what it answers to a page that wants more than it should have. */
import { once } from 'node:events';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';
import { electronIsReal } from './targets/electron-target.ts';
import type { RunningConsole } from './targets/running-console.ts';

/** The stand-in's answers; real Electron keeps no such record. */
function recorder({ ask }: RunningConsole): NonNullable<RunningConsole['ask']> {
  if (!ask) throw new Error('Only the stand-in can be asked.');
  return ask;
}

/** Whether it is granted; the permission, the asking document, whether it is the window's own, and the devices. */
const QUESTIONS = [
  [true, 'media', 'app://console/', true, ['audio']],
  [false, 'media', 'app://console/', true, ['video']],
  [false, 'media', 'app://console/', true, ['audio', 'video']],
  [false, 'media', 'app://console/', false, ['audio']],
  [false, 'media', 'https://example.com/', true, ['audio']],
  [false, 'media', 'app://console.example.com/', true, ['audio']],
  [true, 'clipboard-sanitized-write', 'app://console/', true, []],
  [false, 'clipboard-read', 'app://console/', true, []],
  [false, 'geolocation', 'app://console/', true, []],
  [true, 'notifications', 'app://console/', true, []],
  [false, 'notifications', 'app://console/', false, []],
  [false, 'notifications', 'https://example.com/', true, []],
  [false, 'display-capture', 'app://console/', true, []],
  [false, 'openExternal', 'app://console/', true, []],
] as const;

test.describe('as recorded by the stand-in', () => {
  test.skip(electronIsReal, 'Real Electron keeps no record.');

  test('the window is isolated, sandboxed, and without Node', async ({ running }) => {
    const { webPreferences } = await recorder(running)({ ask: 'record' });
    expect(webPreferences).toEqual([
      {
        preload: expect.stringMatching(/out[\\/]preload[\\/]index\.cjs$/),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        allowRunningInsecureContent: false,
        spellcheck: false,
        backgroundThrottling: false,
      },
    ]);
  });

  test('the page comes from its own scheme, with a strict policy on every file', async ({ running }) => {
    const { schemes, served, handlers } = await recorder(running)({ ask: 'record' });
    expect(schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
    expect(served.map(file => file.path)).toContain('/');
    for (const { status, policy } of served) {
      expect(status).toBe(200);
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).not.toContain('unsafe');
    }
    for (const handler of ['permission request', 'permission check', 'device permission', 'window open']) {
      expect(handlers).toContain(handler);
    }
  });

  test('only the own page may use the microphone, write to the clipboard and notify', async ({ running }) => {
    const ask = recorder(running);
    for (const [allowed, permission, url, isMainFrame, mediaTypes] of QUESTIONS) {
      const question = { permission, url, isMainFrame, mediaTypes: [...mediaTypes] };
      const answer = await ask({ ask: 'permission', question });
      expect.soft(answer, JSON.stringify(question)).toEqual({ request: allowed, check: allowed });
    }
  });

  test('a page cannot leave, open a window, frame another page, or attach a webview', async ({ running }) => {
    const { page } = running;
    const ask = recorder(running);
    const own = page.url();
    const answers = async () => (await ask({ ask: 'record' })).answers;
    await page.evaluate(() => {
      location.href = 'https://example.com/away';
    });
    await expect
      .poll(answers)
      .toContainEqual({ question: 'navigate page to https://example.com/away', answer: 'denied' });
    expect(page.url()).toBe(own);

    await page.evaluate(() => window.open('https://example.com/popup'));
    await expect.poll(answers).toContainEqual({ question: 'window.open https://example.com/popup', answer: 'denied' });

    expect(await ask({ ask: 'attach-webview' })).toBe(false);
    await expect(new ConsolePage(page).button('Call')).toBeVisible();
  });

  test('messages of a foreign frame reach nobody; those of the page go through the built preload', async ({
    running,
  }) => {
    const ask = recorder(running);
    const request = (id: number) => JSON.stringify({ kind: 'call', id, name: 'credentials', input: {} });
    const sentTo = async () => (await ask({ ask: 'record' })).newestToPage.join('\n');
    const channel = 'carrier-message';
    await ask({
      ask: 'send-as',
      sender: { url: 'https://example.com/', parent: 'none' },
      channel,
      message: request(9001),
    });
    await ask({ ask: 'send-as', sender: { url: 'app://console/', parent: 'some' }, channel, message: request(9002) });
    await running.page.evaluate(text => window.audiohookConsole?.post(text), request(9003));
    await expect.poll(sentTo).toContain('"id":9003');
    expect(await sentTo()).not.toMatch(/"id":900[12]/);

    await running.page.evaluate(() => window.audiohookConsole?.post({} as string));
    const refused = async () => (await ask({ ask: 'record' })).refusedByPreload;
    await expect.poll(refused).toEqual(['Only strings can be posted.']);
  });

  test('the microphone of a call was asked for, as audio alone', async ({ running }) => {
    const console = new ConsolePage(running.page);
    await console.hangUp(await console.call());
    const { answers } = await recorder(running)({ ask: 'record' });
    expect(answers).toContainEqual({ question: 'request media (audio) for app://console/', answer: 'granted' });
    expect(answers.filter(one => one.question.includes('video'))).toEqual([]);
  });

  test('it ends with its last window', async ({ running }) => {
    const ended = once(running.process, 'exit');
    await running.page.close();
    expect(await ended).toEqual([0, null]);
  });

  test('it ends when the process that started it is gone', async ({ running }) => {
    const ended = once(running.process, 'exit');
    running.process.disconnect();
    expect(await ended).toEqual([0, null]);
  });
});

test('the page has nothing of Node', async ({ running }) => {
  const found = await running.page.evaluate(() =>
    ['require', 'process', 'Buffer', 'module', 'electron', 'ipcRenderer'].filter(name => name in globalThis),
  );
  expect(found).toEqual([]);
  const bridge = await running.page.evaluate(() => Object.keys(window.audiohookConsole ?? {}).sort());
  expect(bridge).toEqual(['onMessage', 'post']);
});
