import { expect, test } from 'vitest';
import { SecretFinder } from './secret-finder.ts';

const finder = new SecretFinder([{ name: 'client-secret', value: 'a\\b=c/d-secret' }]);

/** With work that grows by the square, each of these would take far longer than a test may. */
const LONG = 100_000;

test.each([
  ['spaces', `Bearer authorization ${' '.repeat(LONG)}!`],
  ['spaces behind a colon', `password:${' '.repeat(LONG)}!`],
  ['backslashes', `password %${'\\'.repeat(LONG)}!`],
  ['backslashes behind a key id', `keyid=${'\\'.repeat(LONG)}!`],
  ['backslashes behind a colon', `password:${'\\'.repeat(LONG)}!`],
  ['equal signs', `%!!!!!!! ${'='.repeat(LONG)}a`],
])('a long run of %s takes no longer than its length', (_what, text) => {
  expect(finder.mask(text)).toBe(text);
});

test('a token without its end takes no longer than its length, and one with a long middle is found', () => {
  const runs = '-eyJ'.repeat(2_000);
  expect(finder.mask(runs)).toBe(runs);
  expect(finder.mask(`x eyJ${'a'.repeat(3000)}.${'b'.repeat(9000)}.c y`)).not.toMatch(/aaa|bbb/);
});

test.each([
  ['six layers of JSON', `{\\"password\\"${' '.repeat(20)}: ${'\\'.repeat(63)}"hunter22${'\\'.repeat(63)}"}`],
  ['many spaces', `password =${' '.repeat(40)}hunter22`],
])('a secret behind %s is found', (_what, text) => {
  expect(finder.mask(text)).not.toContain('hunter22');
});

test.each([
  ['base64', 'A'],
  ['text for URLs', '%41A'],
])('a message of megabytes of %s is looked through like any other', (_what, piece) => {
  const run = piece.repeat((12 << 20) / piece.length);
  const secret = Buffer.from('password: hunter22').toString('base64');
  const masked = finder.mask(`{"delta":"${run}","more":"${secret}"}`);
  expect(masked.includes(run) && !masked.includes(secret)).toBe(true);
});
