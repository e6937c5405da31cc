/** What the page asks of the diagnosis. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { findingsContract } from '../../../shared/contract/findings-contract.ts';
import { withFiled } from '../../../shared/diagnosis/filed-diagnosis.ts';
import { answerNote } from '../../../shared/diagnosis/places.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { ok } from '../../../shared/lib/result.ts';
import { filedDiagnosis } from '../bundle/filed-diagnosis.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { followDiagnosis } from './follow-diagnosis.ts';

export function findingsHandlers(deps: { store: SessionStore; clock: Clock }): HandlersOf<typeof findingsContract> {
  const { store } = deps;
  return {
    findings: ({ sessionId }, sink) => {
      if (!store.get(sessionId)) {
        sink.end({ code: 'no-such-session', message: `There is no session ${sessionId}.` });
        return;
      }
      const filing = filedDiagnosis(store.folder(sessionId));
      const stop = followDiagnosis(deps, sessionId, {
        changed: result => void filing.then(filed => sink.send(filed ? withFiled(result, filed) : result)),
        failed: message => sink.end({ code: 'unreadable', message }),
      });
      sink.onCancel(stop);
    },
    answerPlace: async ({ sessionId, place, seen }) => {
      const added = await store.annotate(sessionId, answerNote(place, seen ?? undefined));
      return added.ok ? ok({}) : added;
    },
  };
}
