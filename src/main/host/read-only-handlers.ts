/** What a console refuses that shares its data folder with the one that owns it: to change what both read. */
import type { ConsoleHandlers } from '../../shared/contract/contract.ts';
import { fail } from '../../shared/lib/result.ts';

type Changing =
  | 'changeSetting'
  | 'undoSettings'
  | 'setSecret'
  | 'forgetSecret'
  | 'forgetTarget'
  | 'addCredentials'
  | 'regenerateCredentials'
  | 'removeCredentials';

/**
 * To be laid over the others.
 * @param why what is so, and what to do, in a sentence; undefined while this console owns the folder
 */
export function readOnlyHandlers(
  handlers: Pick<ConsoleHandlers, Changing>,
  why: () => string | undefined,
): Pick<ConsoleHandlers, Changing> {
  const guarded = <Input, Answer>(handler: (input: Input) => Answer) => {
    return (input: Input) => {
      const reason = why();
      return reason === undefined ? handler(input) : fail('read-only', reason);
    };
  };
  return {
    changeSetting: guarded(handlers.changeSetting),
    undoSettings: guarded(handlers.undoSettings),
    setSecret: guarded(handlers.setSecret),
    forgetSecret: guarded(handlers.forgetSecret),
    forgetTarget: guarded(handlers.forgetTarget),
    addCredentials: guarded(handlers.addCredentials),
    regenerateCredentials: guarded(handlers.regenerateCredentials),
    removeCredentials: guarded(handlers.removeCredentials),
  };
}
