/** A call leaves one console as a bundle and is opened in another: looked at, saved, imported, played; and its report offline. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { AXE_NOISE, expectAccessible } from './axe.ts';
import { run } from './command-line.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';
import { launchBrowserTarget } from './targets/browser-target.ts';

test.use({ toolNoise: AXE_NOISE });

test('a call is exported from the page, opened in another console and played; its report plays offline', async ({
  running: { page },
  dataDir,
  microphoneWav,
}) => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'bundle-e2e-'));
  const console = new ConsolePage(page);
  const id = await console.call();
  await console.expectSound('bot');
  await console.hangUp(id);

  // The dialog shows what will be in it, and lets one look, before anything is written.
  await console.button('Save…').click();
  await page.getByRole('menuitem', { name: 'Export for support…' }).click();
  const dialog = page.getByTestId('export-dialog');
  await expect(dialog).toHaveAttribute('data-phase', 'ready');
  // The call was seen from both sides: one of them goes, and it is said which.
  await expect(dialog.getByRole('radio', { name: /^Server’s view/ })).toBeChecked();
  await dialog.getByRole('radio', { name: /^Secrets and personal/ }).check();
  await expect(dialog.getByRole('checkbox', { name: /^Include the sound/ })).not.toBeChecked();
  await expect(dialog.getByTestId('taken-out')).toContainText('ani');
  await dialog.getByRole('button', { name: 'session.json' }).click();
  await expect(dialog.getByTestId('bundle-look')).toContainText('«redacted:ani»');
  await expect(dialog.getByText('call.wav')).toBeHidden();
  await dialog.getByRole('radio', { name: /^Secrets\s*API/ }).check();
  await expect(dialog.getByText('call.wav')).toBeVisible();
  await expectAccessible(page, 'export for support', '.export-dialog');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: /^Save bundle/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`audiohook-${id}.zip`);
  const zip = join(folder, 'bundle.zip');
  await download.saveAs(zip);
  await expect(dialog.getByRole('status')).toContainText(`Saved as audiohook-${id}.zip`);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();

  // No secret of the console is in any of its files.
  mkdirSync(join(folder, 'files'));
  execFileSync('unzip', ['-q', zip, '-d', join(folder, 'files')]);
  const { apiKey, clientSecret } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'));
  for (const name of ['events.ndjson', 'call.har', 'report.html', 'log.txt', 'session.json', 'manifest.json']) {
    const text = readFileSync(join(folder, 'files', name), 'utf8');
    expect(text).not.toContain(apiKey);
    expect(text).not.toContain(clientSecret);
  }

  // A single part of it, as a file of its own.
  await console.button('Save…').click();
  const [transcript] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Transcript as WebVTT' }).click(),
  ]);
  await transcript.saveAs(join(folder, 'call.vtt'));
  expect(readFileSync(join(folder, 'call.vtt'), 'utf8')).toMatch(
    /^WEBVTT\n\n1\n[\d:.]+ --> [\d:.]+\n<v (?:Bot|Caller)>/,
  );

  // Another console, with nothing in it yet.
  const other = await launchBrowserTarget({ dataDir: join(folder, 'other'), microphoneWav });
  const there = new ConsolePage(other.page);
  await there.button('Open a capture').waitFor();
  await other.page.getByLabel('Bundle to open').last().setInputFiles(zip);
  await expect(there.session(id)).toHaveAttribute('data-kind', 'import');
  await expect(other.page.getByTestId('session-pane')).toHaveAttribute('data-session-id', id);
  await there.expectRecording();
  await other.page.getByRole('button', { name: /^Play/ }).click();
  await expect(other.page.getByRole('button', { name: /^Pause/ })).toBeVisible();
  // Dropped a second time: it is there already.
  const bytes = readFileSync(zip).toString('base64');
  const dropped = await other.page.evaluateHandle(text => {
    const data = new DataTransfer();
    const file = Uint8Array.from(atob(text), character => character.charCodeAt(0));
    data.items.add(new File([file], 'again.zip', { type: 'application/zip' }));
    return data;
  }, bytes);
  await other.page.dispatchEvent('.app', 'dragover', { dataTransfer: dropped });
  await expect(other.page.getByTestId('drop-place')).toBeVisible();
  await other.page.dispatchEvent('.app', 'drop', { dataTransfer: dropped });
  await expect(other.page.getByTestId('import-banner')).toContainText('is there already');
  // A file that is no bundle neither replaces the page nor goes without a word.
  const sound = await other.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['RIFF'], 'order.wav', { type: 'audio/wav' }));
    return data;
  });
  await other.page.dispatchEvent('.app', 'drop', { dataTransfer: sound });
  await expect(other.page.getByTestId('import-banner')).toContainText(
    'order.wav was not imported. A support bundle is',
  );
  await other.stop('SIGTERM');

  // Exported again, the events are the same, byte for byte.
  const again = join(folder, 'again.zip');
  const exported = await run(['export', 'last', '-o', again, '--json', '--data-dir', join(folder, 'other')]);
  expect(exported.code).toBe(0);
  expect(JSON.parse(exported.stdout)).toMatchObject({
    sessionId: id,
    redaction: { level: 'secrets', audio: 'included' },
  });
  const eventsOf = (file: string) => execFileSync('unzip', ['-p', file, 'events.ndjson']).toString();
  expect(eventsOf(again)).toBe(eventsOf(zip));

  // The report: a file without a network, under a policy that it never breaks.
  const executablePath = process.env.CHROME_PATH;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--autoplay-policy=no-user-gesture-required'],
  });
  const report = await (await browser.newContext({ offline: true })).newPage();
  const problems: string[] = [];
  report.on('console', message => problems.push(message.text()));
  report.on('pageerror', error => problems.push(error.message));
  report.on('request', request => {
    if (!request.url().startsWith('file:')) problems.push(request.url());
  });
  await report.goto(pathToFileURL(join(folder, 'files', 'report.html')).href);
  await expect(report.getByRole('heading', { level: 1 })).not.toBeEmpty();
  await expect(report.getByRole('img', { name: /Waveform/ })).toHaveCount(2);
  await report.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => report.getByTestId('place').textContent()).not.toMatch(/^0:00\.000/);
  await report.getByRole('button', { name: 'Pause', exact: true }).click();
  await report.getByRole('searchbox').fill('playback_started');
  await report.locator('.line').first().click();
  await expect(report.getByRole('region', { name: 'Message', exact: true })).toContainText('"serverseq"');
  // A turn is played from its beginning, and its row is shown though the search hid it.
  await report.getByRole('list', { name: 'Transcript' }).getByRole('button', { name: /bot/ }).first().click();
  await expect(report.getByRole('searchbox')).toHaveValue('');
  await expect(report.getByRole('region', { name: 'Message', exact: true })).toContainText('"response.output_audio');
  expect(problems).toEqual([]);
  await expectAccessible(report, 'report');
  // It has no theme of its own: it is as the browser asks for.
  await report.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(report, 'report in the dark');
  await browser.close();
  rmSync(folder, { recursive: true });
});
