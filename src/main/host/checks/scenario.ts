/** One call that the checks read: how it is different from an ordinary one, and what the caller does. */
import type { CheckProfile } from '../../../shared/checks/check-report.ts';
import type { CheckCall } from './check-call.ts';
import type { UpgradeChange } from './signed-upgrade.ts';

export type Scenario = {
  /** What is wrong or unusual with the upgrade; absent: nothing. */
  upgrade?: UpgradeChange;
  /** Where it calls, made from base address and Connector ID; absent: base, one slash, ID. */
  url?: (baseUrl: string, connectorId: string) => string;
  /** Sends the very headers of that call again, right after it. */
  replays?: 'fresh-nonce';
  /** Begins when that call has ended. */
  after?: 'dropped';
  /** All calls that say so come from one organization, as in production; the others have one each. */
  sharedOrganization?: boolean;
  run(call: CheckCall, profile: CheckProfile): Promise<void>;
};
