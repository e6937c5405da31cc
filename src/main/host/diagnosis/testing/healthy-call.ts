/** A call with which nothing is wrong. */
import { orderPcmu, sentence } from '../../../../../e2e/audio/sounds.ts';
import { encodeMuLaw } from '../../../../shared/audio/mulaw.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import type { SeedBench, SeedView } from './seed-calls.ts';
import { quiet, says } from './seed-parts.ts';

/** Two minutes in which nothing is wrong: the caller asks, listens, and interrupts three long answers. */
export async function healthyCall(bench: SeedBench): Promise<SeedView> {
  const interrupt = encodeMuLaw(sentence('interrupt'));
  const balance = encodeMuLaw(sentence('balance'));
  const goodbye = encodeMuLaw(sentence('goodbye'));
  const source = says(
    concatBytes([
      ...[quiet(9_000), orderPcmu(), quiet(6_000), interrupt, quiet(18_000), balance, quiet(5_000), interrupt],
      ...[quiet(18_000), balance, quiet(4_000), interrupt, quiet(18_000), goodbye],
    ]),
  );
  const bot = await bench.simulated({
    name: 'stories',
    about: 'Long answers.',
    rules: [{ when: { on: 'turn' }, steps: [{ do: 'say', prompt: 'story' }], every: true }],
  });
  return bench.console(bot, { source, lastMs: 120_000 });
}
