/** Waveforms: what was cut and what arrived, zoom, selection, playing, and listening in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWav, writeWav } from '../src/shared/audio/wav.ts';
import { joined, RATE_HZ, sentence, silence, throughPcmu } from './audio/sounds.ts';
import { AXE_NOISE, expectAccessible } from './axe.ts';
import { Running } from './command-line.ts';
import { ConsolePage } from './console-page.ts';
import { expect, test } from './fixtures.ts';

test.use({ toolNoise: AXE_NOISE });

/**
 * Speaks over the greeting, and again over each answer: on a busy machine the first may be over before it was heard. The
 * test ends the call when it has heard enough of it.
 */
const TURN = [sentence('balance'), silence(3)];
const SPOKEN = joined(silence(1), ...Array.from({ length: 12 }, () => TURN).flat());

/** Speaks over the greeting at once, from another process: the page has nothing to do with the call. */
function callThatInterrupts(dataDir: string, server: string): Running {
  const wav = join(dataDir, 'interrupt.wav');
  writeFileSync(wav, writeWav(RATE_HZ, [SPOKEN]));
  return new Running(['call', server, '--wav', wav, '--dtmf', '500ms:5', '--data-dir', dataDir, '--json']);
}

const number = async (console: ConsolePage, testId: string, attribute: string) =>
  Number(await console.page.getByTestId(testId).getAttribute(attribute));

test('a call is heard while it runs; then what was cut is shown, selected, measured, saved and played', async ({
  running: { page },
  dataDir,
}) => {
  test.slow();
  const console = new ConsolePage(page);
  const server = /ws:\S+/.exec((await page.getByTestId('server-state').textContent()) ?? '')?.[0] ?? '';
  const call = callThatInterrupts(dataDir, server);
  const row = console.sessions.and(page.locator('[data-state="live"]')).first();
  await row.click();

  // Listening in: the meters move while somebody speaks, and only for the lane that is not muted.
  await console.button('Listen live').click();
  await console.button('Mute bot').click();
  const level = (lane: string) => page.getByRole('meter', { name: `Level of ${lane}` });
  await expect.poll(async () => Number(await level('caller').getAttribute('aria-valuenow'))).toBeGreaterThan(-40);
  await expect(level('bot')).toHaveAttribute('aria-valuetext', 'silent');
  await console.button('Mute bot').click();
  const marked = (name: RegExp) => page.getByTestId('lane-events').getByRole('button', { name }).first();
  await expect(marked(/Barge-in/)).toBeVisible();
  await expect(marked(/DTMF 5/)).toBeVisible();
  // What a barge-in cut is there as cut. On a busy machine the bot is not far ahead of the caller's ear at the first.
  await expect.poll(() => number(console, 'lane-bot', 'data-cut-ms'), { timeout: 60_000 }).toBeGreaterThan(500);
  call.child.kill('SIGINT');
  await call.finished;
  await expect(page.getByTestId('session-state')).toHaveText('ended');
  await expect(console.button('Listen live')).toBeDisabled();

  // As it arrived nothing is cut, and it came faster than it is spoken.
  await expect.poll(() => number(console, 'lane-bot', 'data-cut-ms')).toBeGreaterThan(500);
  // What was cut had been ahead of the caller's ear.
  await expect.poll(() => number(console, 'lane-queue', 'data-most')).toBeGreaterThan(500);
  await console.button('As it arrived').click();
  await expect.poll(() => number(console, 'lane-bot', 'data-cut-ms')).toBe(0);
  await console.button('As heard').click();

  // A mark goes to its row.
  await marked(/DTMF 5/).click();
  await expect(console.log.locator('[aria-selected=true]')).toHaveAttribute('data-type', 'dtmf');
  await expect(page.getByTestId('cursor')).toBeVisible();

  // Drag selects, and the wheel zooms where the pointer is, down to single samples.
  const waves = page.getByRole('slider', { name: 'Position' });
  const box = await waves.boundingBox();
  if (!box) throw new Error('The waves have no place.');
  const at = (share: number): [number, number] => [box.x + share * box.width, box.y + 30];
  await page.mouse.move(...at(0.1));
  await page.mouse.down();
  await page.mouse.move(...at(0.5), { steps: 4 });
  await page.mouse.up();
  const selection = page.getByRole('region', { name: 'Selection' });
  await expect(page.getByTestId('level-caller')).toHaveText(/RMS -\d+\.\d, peak -?\d+\.\d dBFS/);
  await expectAccessible(page, 'waveforms with a selection', '.waves');

  const length = (await page.getByTestId('selection-length').textContent()) ?? '';
  const lengthMs = Number.parseFloat(length) * (length.endsWith('ms') ? 1 : 1000);
  expect(lengthMs).toBeGreaterThan(500);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    selection.getByRole('button', { name: 'Save WAV' }).click(),
  ]);
  const wav = readWav(readFileSync(await download.path()));
  if (!wav.ok) throw new Error(wav.error.message);
  expect(wav.value.rateHz).toBe(RATE_HZ);
  expect(wav.value.channels).toHaveLength(2);
  const [said = new Float32Array(), heard = new Float32Array()] = wav.value.channels;
  // From ten seconds on its length is told to a tenth.
  const roundedMs = length.endsWith('ms') ? 2 : 52;
  expect(Math.abs(said.length - (lengthMs * RATE_HZ) / 1000)).toBeLessThan((roundedMs * RATE_HZ) / 1000);
  expect(heard.length).toBe(said.length);
  // The caller's own words, sample for sample as they went over the line.
  const line = Float32Array.from(throughPcmu(SPOKEN), sample => sample / 32768);
  const word = said.subarray(said.findIndex(sample => Math.abs(sample) > 0.03)).subarray(0, 2000);
  expect(word.length).toBe(2000);
  const begins = line.findIndex((_, index) => word.every((sample, within) => line[index + within] === sample));
  expect(begins).toBeGreaterThan(0);

  await page.mouse.move(...at(0.3));
  for (let turn = 0; turn < 14; turn += 1) await page.mouse.wheel(0, -500);
  await expect(page.locator('.wave-tick').first()).toHaveText(/\.\d{3,4}$/);
  await page.keyboard.press('Escape');
  await waves.focus();
  await page.keyboard.press('0');
  await expect(console.button('Whole call')).toBeDisabled();

  // Four times as fast, over and over: the playhead comes back to where the selection begins.
  await page.getByLabel('Speed', { exact: true }).selectOption('4×');
  await console.button('Loop').click();
  await selection.getByRole('button', { name: 'Play selection' }).click();
  const cursor = () => page.getByTestId('cursor-time').textContent();
  const seen: string[] = [];
  await expect
    .poll(
      async () => {
        seen.push((await cursor()) ?? '');
        return seen.some((time, index) => index > 0 && time < (seen[index - 1] ?? ''));
      },
      // Looked at once a second, a loop of a second would seem to stand still.
      { intervals: [130] },
    )
    .toBe(true);
  await console.button('Pause').click();
  await waves.focus();
  await page.keyboard.press('Escape');
  await expect(selection).toBeHidden();

  // A lane that is folded away stays so.
  await console.button('Lanes').click();
  await page.getByRole('checkbox', { name: 'Messages' }).uncheck();
  await expect(page.getByTestId('lane-messages')).toBeHidden();
  await page.reload();
  await console.sessions.first().click();
  await expect(page.getByTestId('lane-events')).toBeVisible();
  await expect(page.getByTestId('lane-messages')).toBeHidden();
});

test('a live call is followed until somebody looks elsewhere, and there is a way back', async ({
  running: { page },
}) => {
  const console = new ConsolePage(page);
  const id = await console.call();
  await page.keyboard.press('m');
  await expect(console.button('Mute')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('m');
  await console.expectSound('bot');
  await expect(console.button('Follow live')).toBeHidden();
  const waves = page.getByRole('slider', { name: 'Position' });
  await waves.click({ position: { x: 20, y: 30 } });
  await console.button('Follow live').click();
  await expect(console.button('Follow live')).toBeHidden();
  await console.hangUp(id);
  await expect(console.button('Whole call')).toBeDisabled();
});
