import type { SessionSummary } from '../../shared/events/session-summary.ts';
import { SYMPTOMS } from '../../shared/setup/symptoms.ts';
import { useParts } from './parts.ts';

/** What people ask before anything else. */
export const FIRST_ASKED = ['caller-hears-nothing', 'no-connect', 'what-is-the-secret', 'what-is-a-connector-id'];

/** What people see with a call that came, and with one that was refused. */
const OF_A_CALL = ['caller-hears-nothing', 'bot-cut-off', 'pong', 'opened-late', 'flow-variables-empty'];
const OF_A_REFUSAL = ['unauthorized', 'wscat-connects', 'no-resource-error', 'integration-inactive'];

/** Questions in people's own words; each opens its answer in Setup. */
export function SymptomLinks({ ids }: { ids: readonly string[] }) {
  const { setup, view } = useParts();
  const ask = (symptom: string | undefined) => {
    setup.symptomQuery.set('');
    setup.symptom.set(symptom);
    setup.tab.set('symptoms');
    view.set('setup');
  };
  return (
    <>
      <ul className="symptom-links">
        {ids
          .flatMap(asked => SYMPTOMS.filter(({ id }) => id === asked))
          .map(({ id, title }) => (
            <li key={id}>
              <button type="button" className="link" onClick={() => ask(id)}>
                {title}
              </button>
            </li>
          ))}
      </ul>
      <button type="button" onClick={() => ask(undefined)}>
        All symptoms
      </button>
    </>
  );
}

/** Beside what was found in a session: what somebody on the phone, or in Architect, may have seen of it. */
export function SymptomsOfSession({ session }: { session: SessionSummary }) {
  return (
    <section className="findings-part" aria-labelledby="symptoms-of-session">
      <h3 id="symptoms-of-session">What you see is something else?</h3>
      <SymptomLinks ids={session.kind === 'refused' ? OF_A_REFUSAL : OF_A_CALL} />
    </section>
  );
}
