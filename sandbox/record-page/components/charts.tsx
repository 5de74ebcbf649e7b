/** Stand-ins for bar and line charts: one series a colour, drawn as SVG with axes, labels and a legend. */
import type { BarChartProps, ChartColor, LineChartProps } from '@hubspot/ui-extensions';
import { numberFormat } from '../app/format-value.ts';
import { readSeries, type Series } from './chart-series.ts';

const field = { width: 480, height: 220, left: 44, right: 12, top: 12, bottom: 34 } as const;
const plot = {
  width: field.width - field.left - field.right,
  height: field.height - field.top - field.bottom,
} as const;

const colours: Readonly<Record<ChartColor, string>> = {
  orange: '#d9822b',
  aqua: '#2a9d8f',
  purple: '#7c6bc4',
  yellow: '#d9b12b',
  pink: '#c9638f',
  blue: '#3f7fbf',
  green: '#5a9a4a',
  darkOrange: '#a85a12',
  darkAqua: '#17675d',
  darkPurple: '#4f4192',
  darkYellow: '#94750d',
  darkPink: '#8f3660',
  darkBlue: '#23517f',
  darkGreen: '#356527',
};
const order: readonly ChartColor[] = ['aqua', 'blue', 'orange', 'purple', 'green', 'pink', 'yellow'];

type ChartProps = BarChartProps | LineChartProps;

/** A round number at or above the largest value, so that grid lines fall on readable figures. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return factor * power;
}

function prepare(props: ChartProps) {
  const series = readSeries(props.data, props.axes);
  const isStacked = props.axes.options?.stacking === true;
  const totals = series.categories.map((_, index) => {
    const values = series.groups.map((group) => group.values[index] ?? 0);
    return isStacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  });
  const list = props.options?.colorList ?? props.options?.colors ?? order;
  const chosen = props.axes.options?.colors;
  const colourOf = (name: string, index: number) => colours[chosen?.[name] ?? list[index % list.length] ?? 'aqua'];
  const top = niceCeiling(Math.max(0, ...totals));
  return { series, isStacked, top, colourOf, y: (value: number) => field.top + plot.height * (1 - value / top) };
}

type Prepared = ReturnType<typeof prepare>;

export function BarChart(props: BarChartProps) {
  const chart = prepare(props);
  const { groups, categories } = chart.series;
  const slot = plot.width / Math.max(1, categories.length);
  const bar = Math.min(36, (slot * 0.7) / (chart.isStacked ? 1 : Math.max(1, groups.length)));
  return (
    <Chart props={props} chart={chart}>
      {categories.map((category, at) => {
        let stacked = 0;
        return groups.map((group, index) => {
          const value = group.values[at] ?? 0;
          const base = chart.isStacked ? stacked : 0;
          stacked += value;
          const span = chart.isStacked ? bar : bar * groups.length;
          const x = field.left + slot * (at + 0.5) - span / 2 + (chart.isStacked ? 0 : bar * index);
          const y = chart.y(base + value);
          return (
            <g key={`${category} ${group.name}`}>
              <rect
                x={x}
                y={y}
                width={Math.max(1, bar - 2)}
                height={Math.max(0, chart.y(base) - y)}
                rx="2"
                fill={chart.colourOf(group.name, index)}
              >
                <title>{`${category}: ${group.name} ${numberFormat.format(value)}`}</title>
              </rect>
              {props.options?.showDataLabels && (
                <text className="value" x={x + bar / 2 - 1} y={y - 4} textAnchor="middle">
                  {numberFormat.format(value)}
                </text>
              )}
            </g>
          );
        });
      })}
    </Chart>
  );
}

export function LineChart(props: LineChartProps) {
  const chart = prepare(props);
  const { groups, categories } = chart.series;
  const slot = plot.width / Math.max(1, categories.length);
  const x = (index: number) => field.left + slot * (index + 0.5);
  return (
    <Chart props={props} chart={chart}>
      {groups.map((group, index) => (
        <g key={group.name} stroke={chart.colourOf(group.name, index)} fill={chart.colourOf(group.name, index)}>
          <polyline
            fill="none"
            strokeWidth="2"
            points={group.values.map((value, at) => `${x(at)},${chart.y(value)}`).join(' ')}
          />
          {group.values.map((value, at) => (
            <circle key={categories[at]} cx={x(at)} cy={chart.y(value)} r="3">
              <title>{`${categories[at]}: ${group.name} ${numberFormat.format(value)}`}</title>
            </circle>
          ))}
        </g>
      ))}
    </Chart>
  );
}

type FrameProps = { readonly props: ChartProps; readonly chart: Prepared; readonly children: React.ReactNode };

function Chart({ props, chart, children }: FrameProps) {
  const title = props.options?.title;
  const { series } = chart;
  return (
    <figure className="c-chart" data-testid={props.testId}>
      {title && <figcaption>{title}</figcaption>}
      <svg
        viewBox={`0 0 ${field.width} ${field.height}`}
        role="img"
        aria-label={
          title ?? `${props.axes.y.label ?? props.axes.y.field} by ${props.axes.x.label ?? props.axes.x.field}`
        }
      >
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <g key={part}>
            <line
              className="grid"
              x1={field.left}
              x2={field.width - field.right}
              y1={chart.y(part * chart.top)}
              y2={chart.y(part * chart.top)}
            />
            <text x={field.left - 6} y={chart.y(part * chart.top) + 3} textAnchor="end">
              {numberFormat.format(part * chart.top)}
            </text>
          </g>
        ))}
        <CategoryLabels series={series} />
        {children}
      </svg>
      {(props.options?.showLegend ?? series.groups.length > 1) && (
        <ul>
          {series.groups.map((group, index) => (
            <li key={group.name}>
              <i style={{ background: chart.colourOf(group.name, index) }} /> {group.name}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

function CategoryLabels({ series }: { readonly series: Series }) {
  const slot = plot.width / Math.max(1, series.categories.length);
  const every = Math.ceil(56 / slot);
  return (
    <>
      {series.categories.map((category, index) =>
        index % every === 0 ? (
          <text key={category} x={field.left + slot * (index + 0.5)} y={field.height - 14} textAnchor="middle">
            {category.length > 14 ? `${category.slice(0, 13)}…` : category}
          </text>
        ) : null,
      )}
    </>
  );
}
