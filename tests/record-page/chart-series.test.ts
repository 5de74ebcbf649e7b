import { expect, test } from 'vitest';
import { readSeries } from '../../sandbox/record-page/components/chart-series.ts';

const axes = {
  x: { field: 'month', fieldType: 'category' },
  y: { field: 'score', fieldType: 'linear' },
} as const;

test('rows become one series a group, with 0 where a group has no row', () => {
  const rows = [
    { month: 'Oct', score: 3, kind: 'fit' },
    { month: 'Nov', score: 5, kind: 'fit' },
    { month: 'Nov', score: 2, kind: 'growth' },
  ];

  expect(readSeries(rows, { ...axes, options: { groupFieldByColor: 'kind' } })).toEqual({
    categories: ['Oct', 'Nov'],
    groups: [
      { name: 'fit', values: [3, 5] },
      { name: 'growth', values: [0, 2] },
    ],
  });
});

test('labels of the data take the place of its values', () => {
  const data = { data: [{ month: '11', score: 4 }], options: { propertyLabels: { month: { '11': 'November' } } } };

  expect(readSeries(data, axes).categories).toEqual(['November']);
});
