import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test('a scenario is chosen for the simulator, and the call runs again with the bot that it recorded', async ({
  running,
}) => {
  const console = new ConsolePage(running.page);
  const { page } = running;
  const bot = page.getByTestId('bot-state');
  await bot.click();
  await page.getByRole('combobox', { name: 'Plays' }).selectOption('long-answers');
  await expect(bot).toContainText('long-answers');
  await expect(page.getByText('Every answer is a story of 13 seconds')).toBeVisible();
  await page.keyboard.press('Escape');

  const first = await console.call();
  await console.expectSound('bot');
  // An hour, less what its first message took.
  await expect(page.getByTestId('model-session')).toContainText(/ of (1:00:00|59:[0-5]\d)/);
  await console.hangUp(first);

  await console.button('Run again').click();
  await console.button('Run again with the recorded bot').click();
  await expect(bot).toContainText('recording of demo-bot');
  const again = page.getByTestId('session-pane');
  await expect(again).not.toHaveAttribute('data-session-id', first);
  await console.expectSound('bot');
  await console.toFirstMessage();
  await expect(console.messages('console', 'recorded-bot')).toContainText(`side of session ${first} is played back`);

  await bot.click();
  await page.getByRole('combobox', { name: 'Plays' }).selectOption('usual answers');
  await expect(bot).not.toContainText('recording');
});
