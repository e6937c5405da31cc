/** All calls of the diagnosis: each made over real sockets, with what the console must say of it. */
import { ANSWERS } from './answer-seeds.ts';
import { MODEL_SESSIONS } from './model-session-seeds.ts';
import { RELAYED, SILENT_RELAYED } from './relay-seeds.ts';
import { REPORTED } from './reported-seeds.ts';
import type { Seed, SilentSeed } from './seed-parts.ts';
import { SERVERS } from './server-seeds.ts';
import { SOUNDS } from './sound-seeds.ts';
import { UPGRADES } from './upgrade-seeds.ts';
import { NOTED, SILENT, WIRE } from './wire-seeds.ts';

export const SEEDS: readonly Seed[] = [
  ...REPORTED,
  ...UPGRADES,
  ...SERVERS,
  ...SOUNDS,
  ...MODEL_SESSIONS,
  ...ANSWERS,
  ...WIRE,
  ...RELAYED,
  ...NOTED,
];

/** Calls with which nothing is wrong, however odd they look. */
export const SILENT_SEEDS: readonly SilentSeed[] = [...SILENT, ...SILENT_RELAYED];
