import { expect, test } from 'vitest';
import { viewOfRole } from './view-of-role.ts';

const sessions = [
  { id: 'theirs', role: 'server', audiohookId: 'call-1' },
  { id: 'ours', role: 'client', audiohookId: 'call-1' },
  { id: 'refused', role: 'client', audiohookId: '' },
  { id: 'other', role: 'server', audiohookId: '' },
] as const;

test('what a server saw is compared with what the server saw of the replay; else with what there is', () => {
  expect(viewOfRole('server', 'ours', sessions)).toBe('theirs');
  expect(viewOfRole('client', 'ours', sessions)).toBe('ours');
  expect(viewOfRole('server', 'refused', sessions)).toBe('refused');
  expect(viewOfRole('server', 'gone', sessions)).toBe('gone');
});
