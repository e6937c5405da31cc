/** Why a disk refuses, and what to do, in words; the code stays, for whoever looks it up. */
const ROOM = 'What was written stays. Make room on the disk, then call again.';
const RIGHTS = 'What was written stays. Let this user write the data folder, then call again.';
const TROUBLES: Readonly<Record<string, readonly [why: string, todo: string]>> = {
  ENOSPC: ['the disk is full', ROOM],
  EDQUOT: ["this user's share of the disk is used up", ROOM],
  EACCES: ['its folder may not be written', RIGHTS],
  EPERM: ['its folder may not be written', RIGHTS],
  EROFS: ['the disk is read-only', RIGHTS],
  ENOENT: ['its folder is gone', 'The next call makes a new one.'],
  ENOTDIR: ['a file stands where its folder should be', 'Move that file away, then call again.'],
};

/** `the disk is full (ENOSPC)`, and what to do in whole sentences. */
export function diskTrouble(error: Error): { why: string; todo: string } {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const [why, todo] = TROUBLES[code] ?? [message, 'What was written stays.'];
  return { why: code in TROUBLES ? `${why} (${code})` : why, todo };
}
