/** All calls of the diagnosis: each made over real sockets, with what the console must say of it. */
import { FURTHER } from './further-seeds.ts';
import { OPENAI } from './openai-seeds.ts';
import { RELAYED, SILENT_RELAYED } from './relay-seeds.ts';
import { REPORTED } from './reported-seeds.ts';
import type { Seed, SilentSeed } from './seed-parts.ts';
import { UPGRADES } from './upgrade-seeds.ts';
import { NOTED, SILENT, WIRE } from './wire-seeds.ts';

export const SEEDS: readonly Seed[] = [...REPORTED, ...FURTHER, ...OPENAI, ...UPGRADES, ...WIRE, ...RELAYED, ...NOTED];

/** Calls with which nothing is wrong, however odd they look. */
export const SILENT_SEEDS: readonly SilentSeed[] = [...SILENT, ...SILENT_RELAYED];
