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

/** Laid over the others. @param why what is so, and what to do, in a sentence */
export function readOnlyHandlers(why: string): Pick<ConsoleHandlers, Changing> {
  const refuse = () => fail('read-only', why);
  return {
    changeSetting: refuse,
    undoSettings: refuse,
    setSecret: refuse,
    forgetSecret: refuse,
    forgetTarget: refuse,
    addCredentials: refuse,
    regenerateCredentials: refuse,
    removeCredentials: refuse,
  };
}
