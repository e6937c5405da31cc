/** `npm run types`: one TypeScript run for each environment, so that a file sees only what its environment has. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, ROOT } from './lib/checkout.mjs';
import { run } from './lib/run.mjs';
import { say } from './lib/say.mjs';

const projects = readdirSync(ROOT).filter(name => /^tsconfig\..+\.json$/.test(name));
const node = pinnedNode() ?? process.execPath;
const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
for (const project of projects.sort()) {
  // What was checked and has not changed is not checked again.
  const known = join(ROOT, 'node_modules', '.cache', 'types', project.replace(/json$/, 'tsbuildinfo'));
  const incremental = ['--incremental', '--tsBuildInfoFile', known];
  const { code } = await run(node, [tsc, '--project', project, '--pretty', 'false', ...incremental], { cwd: ROOT });
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${project}`);
  if (code !== 0) process.exitCode = 1;
}
