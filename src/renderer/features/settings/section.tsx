import { type ReactNode, useContext } from 'react';
import { SearchContext } from './settings-context.ts';

/** A group of settings. One whose name is searched for shows all of them; one in which nothing is found is not shown. */
export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  const search = useContext(SearchContext);
  const named = search !== '' && title.toLowerCase().includes(search);
  return (
    <section className="settings-section" id={`settings-${id}`} aria-labelledby={`settings-${id}-title`}>
      <h3 id={`settings-${id}-title`}>{title}</h3>
      <SearchContext.Provider value={named ? '' : search}>{children}</SearchContext.Provider>
    </section>
  );
}

/** What is told in a section beside its settings; hidden while something is searched for. */
export function SectionWords({ children }: { children: ReactNode }) {
  return useContext(SearchContext) === '' ? <div className="setting settings-words">{children}</div> : null;
}
