/** A function that the model calls is answered by a person at the console while the caller waits. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWav } from '../src/shared/audio/wav.ts';
import { joined, RATE_HZ, sentence, silence } from './audio/sounds.ts';
import { expect, test } from './fixtures.ts';

/** Asks again when nothing came of it: an answer that is cut calls no function, and on a busy machine the first may be. */
const TURN = [sentence('balance'), silence(25)];
test.use({
  microphoneWav: async ({ dataDir }, use) => {
    const wav = join(dataDir, 'microphone.wav');
    writeFileSync(wav, writeWav(RATE_HZ, [joined(silence(1), ...TURN, ...TURN, ...TURN)]));
    await use(wav);
  },
});

/** All that the bot has sent to the model so far, as it was on the wire. */
function toTheModel(dataDir: string): string {
  const root = join(dataDir, 'sessions');
  const files = readdirSync(root).map(id => join(root, id, 'events.ndjson'));
  const lines = files.filter(existsSync).flatMap(file => readFileSync(file, 'utf8').split('\n'));
  return lines.filter(line => line.includes('"leg":"bot"') && line.includes('"direction":"out"')).join('\n');
}

test('a person answers what the model asks for, and the model gets it', async ({ start, dataDir }) => {
  const tool = {
    name: 'look_up_order',
    description: 'Looks up an order.',
    parameters: { type: 'object', properties: {} },
    answer: { by: 'hand', timeoutMs: 60_000 },
  };
  const realtime = { model: 'scenario:tools', tools: [tool] };
  writeFileSync(
    join(dataDir, 'settings.json'),
    JSON.stringify({ profiles: [{ match: 'ask', bot: 'simulator', realtime }] }),
  );
  const { page } = await start();
  await page.getByRole('button', { name: 'Call options' }).click();
  await page.getByRole('textbox', { name: 'Connector ID' }).fill('ask');
  await page.getByRole('button', { name: 'Place call' }).click();

  const question = page.getByRole('form', { name: 'The model calls look_up_order' });
  await expect(question).toBeVisible({ timeout: 80_000 });
  await expect(question).toContainText('s left');
  await question.getByRole('textbox').fill('{"state":"shipped on Monday"}');
  await question.getByRole('button', { name: 'Answer' }).click();
  await expect(question).toBeHidden();
  await expect.poll(() => toTheModel(dataDir)).toContain('shipped on Monday');
  await page.getByRole('button', { name: 'Hang up' }).click();
});
