/** A call from the microphone to the bot and back, seen live, kept, and opened again. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test('a spoken call is seen live, answered, kept after a reload and a restart, and plays', async ({
  dataDir,
  start,
}) => {
  // It listens first: on a slow machine the sentence would be over before a greeting begins, and stay unanswered.
  const profile = { match: 'demo-bot', bot: 'simulator', realtime: { greet: false } };
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ profiles: [profile] }));
  const first = await start();
  const console = new ConsolePage(first.page);
  const id = await console.call();

  // Live: both voices grow, both legs are logged while they happen.
  await console.toFirstMessage();
  await expect(console.messages('genesys', 'opened')).toBeVisible();
  await console.toNewestMessage();
  await console.expectSound('bot');
  await console.expectSound('caller');
  // The answer to the sentence, which is 7.6 s long. No other row can push it out of sight.
  const filter = first.page.getByRole('combobox', { name: 'Filter messages' });
  await filter.fill('type:response.output_audio_transcript.done');
  await expect(console.messages('bot').filter({ hasText: "caller's own speech" }).first()).toBeVisible();
  await console.clearFilter();
  await expect(console.session(id)).toHaveAttribute('data-state', 'live');
  await console.hangUp(id);
  await console.expectRecording();

  await first.page.reload();
  await console.session(id).click();
  await console.expectRecording();

  expect(await first.stop('SIGTERM')).toBe(0);
  const again = await start();
  const later = new ConsolePage(again.page);
  await later.session(id).click();
  await expect(later.session(id)).toHaveAttribute('data-state', 'ended');
  await later.expectRecording();
  await later.button('Play').click();
  await expect(later.button('Pause')).toBeVisible();
  await expect(again.page.getByTestId('cursor-time')).not.toHaveText(/^0:00\.0/);
});
