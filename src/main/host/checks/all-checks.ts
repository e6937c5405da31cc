/** The list of checks, by group. */
import type { CheckProfile } from '../../../shared/checks/check-report.ts';
import { audioChecks } from './audio-checks.ts';
import { bargeInChecks } from './barge-in-checks.ts';
import type { Check } from './check.ts';
import { endingChecks } from './ending-checks.ts';
import { envelopeChecks } from './envelope-checks.ts';
import { keepaliveChecks } from './keepalive-checks.ts';
import { keysChecks } from './keys-checks.ts';
import { mediaChecks } from './media-checks.ts';
import { openingChecks } from './opening-checks.ts';
import { pausingChecks } from './pausing-checks.ts';
import { probeChecks } from './probe-checks.ts';
import { refusalChecks } from './refusal-checks.ts';
import { robustnessChecks } from './robustness-checks.ts';
import { upgradeChecks } from './upgrade-checks.ts';

export const ALL_CHECKS: readonly Check[] = [
  ...upgradeChecks,
  ...refusalChecks,
  ...openingChecks,
  ...probeChecks,
  ...mediaChecks,
  ...envelopeChecks,
  ...keepaliveChecks,
  ...audioChecks,
  ...pausingChecks,
  ...keysChecks,
  ...bargeInChecks,
  ...endingChecks,
  ...robustnessChecks,
];

export function checksOf(profile: CheckProfile): readonly Check[] {
  return ALL_CHECKS.filter(check => !check.profiles || check.profiles.includes(profile));
}
