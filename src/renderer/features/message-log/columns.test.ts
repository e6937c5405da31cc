import { expect, test } from 'vitest';
import { columnsFromText, columnsToText, DEFAULT_COLUMNS, fittedColumns, moved, resized, toggled } from './columns.ts';

test('in little room names are cut, then the details that the message has too go', () => {
  expect(fittedColumns(DEFAULT_COLUMNS, 1200).ids).toEqual(['time', 'leg', 'type', 'seq', 'says', 'size', 'findings']);
  expect(fittedColumns(DEFAULT_COLUMNS, 760).ids).toEqual(['time', 'leg', 'type', 'seq', 'says', 'findings']);
  expect(fittedColumns(DEFAULT_COLUMNS, 560)).toEqual({
    ids: ['time', 'leg', 'type', 'says'],
    template: '84px 76px 144px minmax(0, 1fr)',
  });
});

test('a column is moved past its shown neighbour, resized within limits, hidden and shown', () => {
  const ids = (columns: typeof DEFAULT_COLUMNS) => columns.filter(one => one.shown).map(one => one.id);
  const hidden = toggled(DEFAULT_COLUMNS, 'leg');
  expect(ids(moved(hidden, 'type', -1))).toEqual(['type', 'time', 'seq', 'says', 'size', 'findings']);
  expect(moved(DEFAULT_COLUMNS, 'time', -1)).toBe(DEFAULT_COLUMNS);
  expect(resized(DEFAULT_COLUMNS, 'type', 5).find(one => one.id === 'type')?.width).toBe(110);
  expect(toggled(hidden, 'leg')).toEqual(DEFAULT_COLUMNS);
});

test('what was remembered comes back; what cannot be read does not break it', () => {
  const own = resized(toggled(DEFAULT_COLUMNS, 'size'), 'type', 300);
  expect(columnsFromText(columnsToText(own))).toEqual(own);
  for (const text of [null, '', '{', '7', '[null]', '[{"id":"colour"}]']) {
    expect(columnsFromText(text)).toEqual(DEFAULT_COLUMNS);
  }
  const old = columnsFromText('[{"id":"says","width":0,"shown":true},{"id":"says","width":0,"shown":true}]');
  expect(old.map(one => one.id).toSorted()).toEqual(DEFAULT_COLUMNS.map(one => one.id).toSorted());
});
