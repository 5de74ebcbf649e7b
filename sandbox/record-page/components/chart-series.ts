import type { BarChartProps } from '@hubspot/ui-extensions';

/** Rows of a chart as series: every group has one value a category, 0 where no row says otherwise. */
export type Series = {
  readonly categories: readonly string[];
  readonly groups: readonly { readonly name: string; readonly values: readonly number[] }[];
};

export function readSeries(data: BarChartProps['data'], axes: BarChartProps['axes']): Series {
  const rows = Array.isArray(data) ? data : data.data;
  const labels = Array.isArray(data) ? {} : (data.options?.propertyLabels ?? {});
  const groupField = axes.options?.groupFieldByColor;
  const categories = [...new Set(rows.map((row) => String(row[axes.x.field] ?? '')))];
  const names = groupField
    ? [...new Set(rows.map((row) => String(row[groupField] ?? '')))]
    : [axes.y.label ?? axes.y.field];
  const sums = new Map<string, number>();
  for (const row of rows) {
    const group = groupField ? String(row[groupField] ?? '') : names[0];
    const key = `${group}\n${String(row[axes.x.field] ?? '')}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(row[axes.y.field] ?? 0));
  }
  return {
    categories: categories.map((category) => labels[axes.x.field]?.[category] ?? category),
    groups: names.map((name) => ({
      name: (groupField && labels[groupField]?.[name]) || name,
      values: categories.map((category) => sums.get(`${name}\n${category}`) ?? 0),
    })),
  };
}
