/** What is wrong, on the page: from the list to the sentence, to the message that shows it, and to what was seen elsewhere. */
import { AXE_NOISE, expectAccessible } from './axe.ts';
import { run } from './command-line.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test.use({ toolNoise: AXE_NOISE });

test('a refused caller: one click to the sentence and the message; answers are kept; the post is masked', async ({
  dataDir,
  running: { page },
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const console = new ConsolePage(page);
  const address =
    (await page
      .getByText(/^ws:\/\/127\.0\.0\.1:\d+\/$/)
      .first()
      .textContent()) ?? '';
  const args = ['call', address, '--connector-id', 'demo-bot', '--fault', 'raw-secret-signature', '--duration', '1'];
  await run([...args, '--data-dir', dataDir]);
  await console.sessions
    .filter({ hasText: /refused|401/ })
    .first()
    .click();
  const sentence = 'The client secret was used as text: it must be base64-decoded first';
  await expect(page.getByTestId('findings-strip')).toContainText(sentence);

  // Something is wrong: the pane is open by itself.
  const findings = page.getByTestId('findings');
  await expect(findings.locator('[data-finding="secret-not-decoded"]')).toContainText('Buffer.from(secret, "base64")');
  await findings.getByRole('button', { name: /go to .*raw text/ }).click();
  await expect(console.log.locator('[aria-selected=true]')).toHaveAttribute('data-type', 'AH-25');
  await expectAccessible(page, 'a refused session', '[data-testid=session-pane]');
  // And back: from the row to the finding, by its mark, by a key, and from the message's details.
  const summary = findings.locator('[data-finding="secret-not-decoded"] summary');
  const row = console.log.locator('[aria-selected=true]');
  await row.locator('.log-finding', { hasText: 'secret-not-decoded' }).click();
  await expect(summary).toBeFocused();
  await row.locator('.log-type').click();
  await page.getByRole('region', { name: 'Message', exact: true }).getByRole('button', { name: sentence }).click();
  await expect(summary).toBeFocused();
  await row.locator('.log-type').click();
  await page.keyboard.press('Shift+Enter');
  await expect(summary).toBeFocused();
  await console.button('Copy as a post').click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain(`## ${sentence}`);
  const post = await copied();
  expect(post).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);

  // The name at the top leads back to the first screen and its questions.
  await console.button('AudioHook Console').click();
  await expect(page.getByRole('main')).toContainText('Something does not work?');
  await expect(page.getByTestId('session-pane')).toHaveCount(0);
});

test('a healthy call: nothing wrong, both questions answered, and a recording without the bot breaks the chain', async ({
  dataDir,
  running: { page },
}) => {
  const console = new ConsolePage(page);
  const id = await console.call();
  await console.expectSound('bot');
  await console.hangUp(id);
  await expect(page.getByTestId('findings-strip')).toContainText('Nothing wrong was found');
  await console.lookCloser();
  const chain = page.locator('[data-chain="caller-hears"]');
  await expect(chain).toContainText('As far as it was seen, yes.');
  // Open already where something looked wrong while the call ran.
  await page
    .getByRole('region', { name: 'Where to look in Genesys Cloud' })
    .locator('details')
    .evaluate(part => {
      (part as HTMLDetailsElement).open = true;
    });
  const heard = page.getByRole('group', { name: /Is the bot heard in it/ });
  await heard.getByLabel('No').check();
  await expect(chain).toContainText("Genesys Cloud's recording is without the bot");
  // What was heard may be something else: its answer is a click away.
  await console.button('The last sentence of the bot is cut off').click();
  await expect(page.locator('[data-symptom="bot-cut-off"]')).toHaveAttribute('open');
  await console.button('Setup').click();

  await page.reload();
  await console.session(id).click();
  await expect(chain).toContainText("Genesys Cloud's recording is without the bot");
  const { code, stdout } = await run(['diagnose', id, '--json', '--data-dir', dataDir]);
  // The microphone's sentence comes again and again, and may interrupt an answer: that is a note.
  const wrong = JSON.parse(stdout).filter(({ severity }: { severity: string }) => severity !== 'note');
  expect({ code, wrong }).toEqual({ code: 0, wrong: [] });
});

test('on the command line: exit code 1 and the sentence first for a problem, 3 for no such session', async ({
  dataDir,
}) => {
  await run(['call', 'ws://127.0.0.1:1', '--duration', '1', '--data-dir', dataDir]);
  const { code, stdout } = await run(['diagnose', 'last', '--data-dir', dataDir]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^problem: Nothing listens at this address\. {2}\(nothing-listens\)/);
  expect((await run(['diagnose', 'nobody', '--data-dir', dataDir])).code).toBe(3);
});
