/** A function that the model calls is answered by a person at the console while the caller waits. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWav } from '../src/shared/audio/wav.ts';
import { joined, RATE_HZ, sentence, silence } from './audio/sounds.ts';
import { expect, test } from './fixtures.ts';

test.use({
  microphoneWav: async ({ dataDir }, use) => {
    const wav = join(dataDir, 'microphone.wav');
    writeFileSync(wav, writeWav(RATE_HZ, [joined(silence(1), sentence('balance'), silence(60))]));
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
  // Sound that a busy machine loses in mid-sentence makes no second turn.
  const turnDetection = { type: 'server_vad', silenceDurationMs: 4000 };
  // It listens first: a greeting under way takes the first answer of the scenario, which is the one that calls.
  const realtime = { model: 'scenario:tools', greet: false, turnDetection, tools: [tool] };
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
