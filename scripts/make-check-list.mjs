/** Writes docs/checks.md from the list of checks: `node_modules/.bin/node scripts/make-check-list.mjs`. */
import { writeFileSync } from 'node:fs';
import { checkList } from '../src/main/host/checks/check-list.ts';

writeFileSync(new URL('../docs/checks.md', import.meta.url), checkList());
