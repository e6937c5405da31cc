/** The console is gone while its page is open. */
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

// Chromium says it for each attempt to come back.
test.use({ toolNoise: /WebSocket connection to .* failed/ });

test('a lost connection is said once, and nothing is claimed of what cannot be asked', async ({ running }) => {
  const { page } = running;
  const console = new ConsolePage(page);
  const id = await console.call();
  await expect(page.getByTestId('session-state')).toHaveText('live');
  running.process.kill('SIGKILL');

  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page.getByRole('alert')).toContainText('open the address that the console prints');
  await expect(page.getByTestId('server-state')).toHaveAttribute('data-state', 'unknown');
  await expect(page.getByTestId('bot-state')).toHaveText('Bot: unknown');
  await expect(page.getByTestId('session-state')).toHaveText('unknown');
  await expect(console.session(id).getByTestId('session-outcome')).toHaveText(/^unknown/);
  await expect(page.getByText('live', { exact: true })).toHaveCount(0);
});
