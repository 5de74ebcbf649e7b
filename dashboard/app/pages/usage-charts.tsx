import { BarChart } from '@mantine/charts';
import { Paper, SimpleGrid, Text, Title } from '@mantine/core';
import type { Usage } from '../api/shapes.ts';
import { formatNumber, formatShortDay } from '../words/format.ts';

const SERIES = [
  { name: 'completed', label: 'Enriched', color: 'teal.6' },
  { name: 'needs_review', label: 'Needs review', color: 'yellow.6' },
  { name: 'no_match', label: 'No match', color: 'gray.5' },
  { name: 'insufficient_data', label: 'Too little data', color: 'orange.6' },
  { name: 'failed', label: 'Failed', color: 'red.6' },
];

/** Enrichments by outcome, and tokens, each by day. */
export function UsageCharts({ usage }: { readonly usage: Usage }) {
  const data = usage.days.map(({ day, runs, modelTokens }) => ({
    day: formatShortDay(day),
    ...runs,
    tokens: modelTokens,
  }));
  const hasRuns = usage.days.some(({ runs }) => Object.keys(runs).length > 0);
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <Paper component="figure" m={0} aria-label="Enrichments a day, by outcome">
        <Title order={2} size="h5" mb="md">
          Enrichments a day
        </Title>
        {hasRuns ? (
          <BarChart
            h={240}
            data={data}
            dataKey="day"
            type="stacked"
            series={SERIES}
            withLegend
            valueFormatter={formatNumber}
            legendProps={{ verticalAlign: 'bottom' }}
          />
        ) : (
          <Nothing text="Nothing was enriched in this time." />
        )}
      </Paper>
      <Paper component="figure" m={0} aria-label="Model tokens a day">
        <Title order={2} size="h5" mb="md">
          Model tokens a day
        </Title>
        {usage.days.some(({ modelTokens }) => modelTokens > 0) ? (
          <BarChart
            h={240}
            data={data}
            dataKey="day"
            series={[{ name: 'tokens', label: 'Tokens', color: 'brand.6' }]}
            valueFormatter={formatNumber}
          />
        ) : (
          <Nothing text="The model was not asked in this time." />
        )}
      </Paper>
    </SimpleGrid>
  );
}

function Nothing({ text }: { readonly text: string }) {
  return (
    <Text c="dimmed" h={240}>
      {text}
    </Text>
  );
}
