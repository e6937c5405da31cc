import { expect, test } from 'vitest';
import { nothingSelected, selectOnly, selectTo, selectToo } from './selection.ts';

const keyAt = (place: number) => (place >= 0 && place < 5 ? place * 2 : undefined);
const placeOf = (key: number) => key / 2;

test('a click selects one, with Ctrl one more or less, with Shift all up to it', () => {
  const one = selectOnly(2);
  const two = selectToo(one, 8);
  expect([two.lead, [...two.keys]]).toEqual([8, [2, 8]]);
  expect(selectToo(two, 8)).toMatchObject({ lead: 2 });
  expect(selectToo(one, 2)).toBe(nothingSelected);
  const range = selectTo(one, 3, keyAt, placeOf);
  expect([...range.keys]).toEqual([2, 4, 6]);
  expect([...selectTo(range, 0, keyAt, placeOf).keys]).toEqual([0, 2]);
  expect([...selectTo(nothingSelected, 3, keyAt, placeOf).keys]).toEqual([6]);
});
