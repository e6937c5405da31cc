/**
 * Who answers which command now. A part of the page registers what it can do while it is there; keys, the overlay of keys
 * and the desktop's menu ask by id. Of two that answer the same command, the one that came last does.
 */
import { createContext, useContext, useEffect, useRef } from 'react';
import { COMMAND_LIST, type CommandId } from '../../shared/commands/command-list.ts';
import { createStore, type ReadableStore } from '../ui/store.ts';
import { isTaken, keyOf } from './keys.ts';

/** Says `false` when there was nothing to do: then the key does what it does elsewhere. */
export type CommandAction = () => unknown;

export type Commands = {
  /** What can be done now. */
  readonly available: ReadableStore<ReadonlySet<CommandId>>;
  register(id: CommandId, action: CommandAction): () => void;
  /** Says whether somebody did it. */
  run(id: CommandId): boolean;
};

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

export function createCommands(): Commands {
  const actions: { readonly id: CommandId; readonly action: CommandAction }[] = [];
  const available = createStore<ReadonlySet<CommandId>>(new Set());
  const announce = () => available.set(new Set(actions.map(({ id }) => id)));
  return {
    available,
    register: (id, action) => {
      const entry = { id, action };
      actions.push(entry);
      announce();
      return () => {
        actions.splice(actions.indexOf(entry), 1);
        announce();
      };
    },
    run: id => {
      const found = actions.findLast(one => one.id === id);
      return found !== undefined && found.action() !== false;
    },
  };
}

/** Runs commands by their keys until the returned function is called. */
export function listenForKeys(commands: Commands, page: Document): () => void {
  const byKey = new Map(COMMAND_LIST.flatMap(({ id, key }) => (key ? [[key, id] as const] : [])));
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const key = keyOf(event, isMac());
    const id = byKey.get(key);
    if (!id || (event.repeat && key === 'Space')) return;
    if (isTaken(key, event.target instanceof Element ? event.target : null)) return;
    if (commands.run(id)) event.preventDefault();
  };
  page.addEventListener('keydown', onKey);
  return () => page.removeEventListener('keydown', onKey);
}

const CommandsContext = createContext<Commands | undefined>(undefined);
export const CommandsProvider = CommandsContext.Provider;

/** @throws outside of the page's tree: that is a bug. */
export function useCommands(): Commands {
  const commands = useContext(CommandsContext);
  if (!commands) throw new Error('The page was drawn without its commands.');
  return commands;
}

/** Answers command `id` while the component is there, and `when` holds. */
export function useCommand(id: CommandId, action: CommandAction, when = true): void {
  const commands = useCommands();
  const newest = useRef(action);
  newest.current = action;
  useEffect(() => (when ? commands.register(id, () => newest.current()) : undefined), [commands, id, when]);
}
