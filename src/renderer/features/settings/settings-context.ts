/** What the fields of the settings share: the settings as they are, a way to change one, and what is searched for. */
import { createContext, useContext } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SettingsState } from '../../../shared/contract/settings-contract.ts';
import { changed, type DocumentPath, isObject, type JsonValue, pathWords } from '../../../shared/settings/document.ts';
import { readDocument } from '../../../shared/settings/settings.ts';

export type SettingsAccess = {
  readonly state: SettingsState;
  readonly client: ConsoleClient;
  /** Says what is wrong; undefined when it was saved. */
  change(path: DocumentPath, value: JsonValue | undefined): Promise<string | undefined>;
};

const AccessContext = createContext<SettingsAccess | undefined>(undefined);
export const SettingsProvider = AccessContext.Provider;

/** @throws outside of the settings view: that is a bug. */
export function useSettings(): SettingsAccess {
  const access = useContext(AccessContext);
  if (!access) throw new Error('A setting was drawn outside of the settings.');
  return access;
}

/** What is searched for, in lower case; empty: everything is shown. */
export const SearchContext = createContext('');

export function useFound(...words: string[]): boolean {
  const search = useContext(SearchContext);
  return search === '' || words.some(word => word.toLowerCase().includes(search));
}

/** What is at `path`; undefined where there is nothing. */
export function valueAt(tree: unknown, path: DocumentPath): unknown {
  let value = tree;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key];
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

/** What would be wrong with `value` at `path`, by the same rules that the host has; undefined: nothing. */
export function problemOf(state: SettingsState, path: DocumentPath, value: JsonValue | undefined): string | undefined {
  const read = readDocument(changed(state.document as Parameters<typeof changed>[0], path, value));
  if (read.ok) return undefined;
  const place = `at ${pathWords(path)}`;
  const words = read.error.message.startsWith(place)
    ? read.error.message.slice(place.length)
    : ` ${read.error.message}`;
  // Inside of a value that is edited as a whole the place goes on: `.0.name: ...`.
  return words.replace(/^[.:\s]+/, '');
}
