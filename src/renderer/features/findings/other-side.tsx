import { useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { DiagnosisResult } from '../../../shared/diagnosis/finding.ts';
import { answersIn, PLACES, type Place, placeSchema } from '../../../shared/diagnosis/places.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { allEvents } from '../message-log/all-events.ts';
import type { MessageLogStore } from '../message-log/message-log-store.ts';

type OtherSideProps = {
  client: ConsoleClient | undefined;
  log: MessageLogStore;
  session: Pick<SessionSummary, 'id'>;
  diagnosis: DiagnosisResult;
};

const ANSWERS = [
  { seen: true, label: 'Yes' },
  { seen: false, label: 'No' },
] as const;

/** What Genesys Cloud itself shows of this call, and where. An answer is kept in the session, and used. */
export function OtherSide({ client, log, session, diagnosis }: OtherSideProps) {
  // What the user answers here is shown at once; what the session holds already, from its events.
  const [given, setGiven] = useState<Partial<Record<Place, boolean | null>>>({});
  const [failure, setFailure] = useState<string>();
  const kept = answersIn(allEvents(log));
  const [initially] = useState(() => diagnosis.findings.some(({ severity }) => severity === 'problem'));
  const answer = async (place: Place, seen: boolean | null) => {
    const before = given[place];
    setGiven(now => ({ ...now, [place]: seen }));
    const done = await client?.answerPlace({ sessionId: session.id, place, seen });
    setFailure(done ? (done.ok ? undefined : done.error.message) : 'The console cannot be asked now.');
    if (!done?.ok) setGiven(now => ({ ...now, [place]: before }));
  };
  return (
    <section className="findings-part" aria-label="Where to look in Genesys Cloud">
      <details open={initially}>
        <summary>
          <h3>Where to look in Genesys Cloud</h3>
        </summary>
        <p className="quiet">Your answers are kept in the session, and used by the two questions above.</p>
        {placeSchema.options.map((place, at) => {
          const now = given[place] === undefined ? (kept.get(place) ?? null) : given[place];
          return (
            <fieldset key={place} className="place">
              <legend>
                {at + 1}. {PLACES[place].where}. {PLACES[place].question}
              </legend>
              {ANSWERS.map(({ seen, label }) => (
                <label key={label}>
                  <input
                    type="checkbox"
                    checked={now === seen}
                    onChange={() => void answer(place, now === seen ? null : seen)}
                  />{' '}
                  {label}
                </label>
              ))}
            </fieldset>
          );
        })}
        {failure !== undefined && <p role="alert">{failure}</p>}
      </details>
    </section>
  );
}
