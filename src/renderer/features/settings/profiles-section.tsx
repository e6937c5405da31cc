import { useState } from 'react';
import type { ConnectorProfile } from '../../../shared/settings/connector-profile.ts';
import type { JsonValue } from '../../../shared/settings/document.ts';
import { ConfirmButton } from '../../ui/confirm.tsx';
import { ProfileFields } from './profile-fields.tsx';
import { Section, SectionWords } from './section.tsx';
import { useFound, useSettings, valueAt } from './settings-context.ts';

/** What a Connector ID stands for: the first profile that matches answers. */
export function ProfilesSection() {
  const { state, change } = useSettings();
  const found = useFound('connector profiles bot instructions voice model tools vad');
  const [problem, setProblem] = useState<string>();
  const { profiles } = state.settings;
  const list = valueAt(state.document, ['profiles']);
  const documents: JsonValue[] = Array.isArray(list) ? (list as JsonValue[]) : [];
  const [order, setOrder] = useState<readonly number[]>([]);
  const keys = profileKeys(order, profiles.length);
  /** `nextKeys`: so that what is open, and half typed, goes with its profile. */
  const replace = async (next: JsonValue[], nextKeys = keys) => {
    const refused = await change(['profiles'], next.length === 0 ? undefined : next);
    setProblem(refused);
    if (refused === undefined) setOrder(nextKeys);
  };
  const add = () => {
    const taken = new Set(profiles.map(({ match }) => match));
    const free = ['demo-bot', ...Array.from({ length: taken.size + 1 }, (_, at) => `bot-${at + 1}`)];
    void replace([...documents, { match: free.find(id => !taken.has(id)) ?? 'bot' }]);
  };
  const swap = (at: number, by: -1 | 1) => {
    if (at + by < 0 || at + by >= documents.length) return;
    void replace(swapped(documents, at, at + by), swapped(keys, at, at + by));
  };
  return (
    <Section id="profiles" title="Connector profiles">
      <SectionWords>
        <p className="quiet">
          A Connector ID is a short name that you choose; Genesys Cloud appends it to the Base Connection URI. A profile
          says who answers it, and how. The first that matches counts; without one the bot of the top bar answers.
        </p>
      </SectionWords>
      {found && (
        <>
          {profiles.map((profile, at) => (
            <details className="profile" key={keys[at]}>
              <summary>
                <code>{profile.match}</code> <span className="quiet">{profileWords(profile)}</span>
              </summary>
              <ProfileFields at={at} />
              <div className="row profile-buttons">
                <button type="button" disabled={at === 0} onClick={() => swap(at, -1)}>
                  Match earlier
                </button>
                <button type="button" disabled={at === profiles.length - 1} onClick={() => swap(at, 1)}>
                  Match later
                </button>
                <ConfirmButton
                  label="Remove"
                  what={`profile ${profile.match}`}
                  title={`Remove the profile ${profile.match}?`}
                  verb="Remove"
                  onConfirm={() => void replace(without(documents, at), without(keys, at))}
                >
                  Calls to this Connector ID are answered by the next profile that matches, or by the bot of the top
                  bar. “Undo” brings it back.
                </ConfirmButton>
              </div>
            </details>
          ))}
          <div className="setting settings-words">
            <button type="button" onClick={add}>
              Add a profile
            </button>
            {problem && (
              <p className="problem" role="alert">
                ✕ {problem}
              </p>
            )}
          </div>
        </>
      )}
    </Section>
  );
}

/** Profiles have no name of their own, and two may match the same ID: a number for each, the known ones first. */
function profileKeys(known: readonly number[], count: number): readonly number[] {
  const keys = known.slice(0, count);
  while (keys.length < count) keys.push(Math.max(-1, ...keys) + 1);
  return keys;
}

const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

const swapped = <T,>(list: readonly T[], one: number, other: number): T[] =>
  list.map((item, at) => (at === one ? (list[other] ?? item) : at === other ? (list[one] ?? item) : item));

function profileWords({ bot, realtime }: ConnectorProfile): string {
  const parts = [
    bot ?? 'the bot of the console',
    realtime?.model,
    realtime?.voice && `voice ${realtime.voice}`,
    realtime?.tools && `${realtime.tools.length} functions`,
  ];
  return parts.filter(Boolean).join(', ');
}
