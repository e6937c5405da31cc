/** Writes docs/findings.md from the rules: `node_modules/.bin/node scripts/make-finding-list.mjs`. */
import { writeFileSync } from 'node:fs';
import { findingList } from '../src/shared/diagnosis/finding-list.ts';

writeFileSync(new URL('../docs/findings.md', import.meta.url), findingList());
