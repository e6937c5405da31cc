/** What the page asks of the judge. */
import type { checksContract } from '../../../shared/contract/checks-contract.ts';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import { credentialsFor, NOT_LISTENING, type OwnServer } from '../call-target.ts';
import type { ChecksOfThePage } from './checks-of-the-page.ts';

export function checkHandlers(checks: ChecksOfThePage, own: OwnServer): HandlersOf<typeof checksContract> {
  return {
    check: async ({ target, connectorId, credentials, profile }, sink) => {
      const url = target ?? own.serverUrl();
      if (url === undefined) {
        sink.end({ code: 'server-not-listening', message: NOT_LISTENING });
        return;
      }
      const used = await credentialsFor(own, target, credentials);
      await checks.run({ url, connectorId, credentials: used, profile }, sink);
    },
  };
}
