/** What Genesys Cloud sends, set in the page; driven in a call; and what Architect would get afterwards. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { SessionEvent } from '../src/shared/events/session-event.ts';
import type { SessionSummary } from '../src/shared/events/session-summary.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';
import { ROOT } from './targets/running-console.ts';

/** Opens the options, and in them what Genesys Cloud sends; the caller says nothing. */
async function openOptions(page: Page): Promise<ConsolePage> {
  const console = new ConsolePage(page);
  await console.button('Call options').click();
  await page.getByRole('radio', { name: 'Silence' }).check();
  await page.getByText('What Genesys Cloud sends').click();
  return console;
}

/** Messages between the fake Genesys Cloud and the console's own server, by type; waits until there is one of type `last`. */
async function exchanged(dataDir: string, last: string): Promise<Record<string, unknown[]>> {
  const root = join(dataDir, 'sessions');
  const read = () => {
    const byType: Record<string, unknown[]> = {};
    for (const id of readdirSync(root)) {
      // A session that has just begun is on disk within a second.
      if (!['session.json', 'events.ndjson'].every(name => existsSync(join(root, id, name)))) continue;
      const summary: SessionSummary = JSON.parse(readFileSync(join(root, id, 'session.json'), 'utf8'));
      if (summary.role !== 'server') continue;
      const written = readFileSync(join(root, id, 'events.ndjson'), 'utf8');
      // The last line may be half written.
      for (const line of written.slice(0, written.lastIndexOf('\n')).split('\n').slice(1)) {
        const event: SessionEvent = JSON.parse(line);
        if (event.type !== 'message' || event.leg !== 'genesys') continue;
        const { type, parameters } = JSON.parse(event.text);
        byType[type] = [...(byType[type] ?? []), parameters];
      }
    }
    return byType;
  };
  await expect.poll(() => Object.keys(read())).toContain(last);
  return read();
}

test('what was set is in open; a pause, a language and a reason can be sent in the call', async ({
  running,
  dataDir,
}) => {
  const { page } = running;
  const console = await openOptions(page);
  await page.getByLabel('Number (ani)').fill('tel:+4912345');
  await page.getByLabel('Language', { exact: true }).fill('de-de');
  await page.getByLabel('Input variables').fill('customerTier=gold');
  await page.getByLabel('Custom config').fill('{"shop":7}');
  await console.button('Place call').click();
  await expect(page.getByTestId('call-state')).toHaveAttribute('data-state', 'open');

  await console.button('Pause audio').click();
  await expect(console.button('Pause audio')).toHaveAttribute('aria-pressed', 'true');
  await exchanged(dataDir, 'paused');
  await console.button('Pause audio').click();
  await exchanged(dataDir, 'resumed');

  await console.button('More').click();
  const more = page.getByRole('region', { name: 'More of this call' });
  await more.getByLabel('Language').fill('fr-ca');
  await more.getByRole('button', { name: 'Send update' }).click();
  await exchanged(dataDir, 'updated');
  await more.getByRole('button', { name: 'Lose 1 s of audio' }).click();
  await exchanged(dataDir, 'discarded');
  await more.getByRole('button', { name: /^error:/ }).click();

  const result = page.getByRole('region', { name: 'Result of the call' });
  await expect(result).toContainText('success path');
  const { open, update, close } = await exchanged(dataDir, 'close');
  expect(open).toMatchObject([
    {
      participant: { ani: 'tel:+4912345' },
      language: 'de-de',
      inputVariables: { customerTier: 'gold' },
      customConfig: { shop: 7 },
    },
  ]);
  expect([update, close]).toEqual([[{ language: 'fr-ca' }], [{ reason: 'error' }]]);
  await result.getByRole('button', { name: 'Close result' }).click();
  await expect(result).toBeHidden();
});

test('a fault says what a server should do, and the result whether it did', async ({ running }) => {
  const { page } = running;
  const console = await openOptions(page);
  const fault = page.getByRole('combobox', { name: 'Fault' });
  await fault.selectOption('wrong-seq');
  await expect(fault).toHaveAccessibleDescription(/repeats a seq .*disconnect, reason error.*AH-04/);
  await console.button('Place call').click();
  const result = page.getByRole('region', { name: 'Result of the call' });
  await expect(result.getByTestId('fault-verdict')).toContainText('did as it should');
  await expect(result).toContainText('failure path');
  await expect(result).toContainText('disconnect with reason error');

  await fault.selectOption('');
  await console.button('Place call').click();
  await expect(page.getByTestId('call-state')).toHaveAttribute('data-state', 'open');
  await console.button('Hang up').click();
  await expect(result).toContainText('success path');
  // It is of its own call only.
  await console.sessions.last().click();
  await expect(result).toBeHidden();
  await console.sessions.first().click();
  await expect(result).toContainText('success path');
});

test('what cannot be sent is said before the call', async ({ running, dataDir }) => {
  const { page } = running;
  const console = await openOptions(page);
  await page.getByLabel('Custom config').fill('{');
  await console.button('Place call').click();
  await expect(page.getByRole('region', { name: 'Call options' }).getByRole('alert')).toContainText('no JSON');
  await page.getByLabel('Custom config').fill('');
  await page.getByRole('radio', { name: 'WAV file' }).click();
  await page.getByLabel('WAV file to say').setInputFiles(join(ROOT, 'e2e', 'audio', 'caller-order-pcmu-8k.wav'));
  await expect(page.getByText('says caller-order-pcmu-8k.wav')).toBeVisible();
  await page.getByLabel('WAV file to say').setInputFiles(join(ROOT, 'package.json'));
  await expect(page.getByRole('alert').filter({ hasText: 'package.json is no WAV file' })).toBeVisible();
  await expect(page.getByText('still says caller-order-pcmu-8k.wav')).toBeVisible();
  await page.getByRole('radio', { name: 'Silence' }).click();
  await page.getByLabel('Media').selectOption({ label: 'PCMU stereo, internal first' });
  await console.button('Place call').click();
  await expect(page.getByTestId('call-state')).toHaveAttribute('data-state', 'open');
  expect(await exchanged(dataDir, 'opened')).toMatchObject({
    opened: [{ media: [{ channels: ['internal', 'external'] }] }],
  });
  await console.button('Hang up').click();
});

test('a server that was called is offered again, without what was secret in its address, until it is forgotten', async ({
  running: { page },
}) => {
  const console = await openOptions(page);
  const to = page.getByRole('combobox', { name: 'To' });
  await expect(to).toHaveValue('This console');
  await to.fill('ws://user:password@127.0.0.1:1/hook?token=secret');
  await page.getByRole('textbox', { name: 'Connector ID' }).fill('sales');
  await console.button('Place call').click();
  await expect(page.getByTestId('call-failure')).toContainText('Nothing listens at 127.0.0.1:1');

  await page.reload();
  await console.button('Call options').click();
  await to.click();
  await expect(page.locator('.call-target').first()).toContainText('This console');
  await page.getByRole('option', { name: 'This console' }).click();
  // The key of one server is not for the next; Escape closes the list, and takes nothing back.
  await to.fill('ws://127.0.0.1:2/other');
  await page.getByLabel('API key', { exact: true }).fill('key-of-the-other');
  await to.click();
  await to.press('Escape');
  await to.press('Escape');
  await expect(to).toHaveValue('ws://127.0.0.1:2/other');
  await to.click();
  await page.getByRole('option', { name: 'ws://127.0.0.1:1/hook sales' }).click();
  await expect(page.getByLabel('API key', { exact: true })).toHaveValue('');
  await expect(to).toHaveValue('ws://127.0.0.1:1/hook');
  await expect(page.getByRole('textbox', { name: 'Connector ID' })).toHaveValue('sales');
  await console.button('Forget').click();
  await expect(to).toHaveValue('This console');
  await expect(to).toBeFocused();
  await to.click();
  await expect(page.locator('.call-target')).toHaveCount(1);
});
