import { Button, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { connectionsQuery, overviewQuery, usageQuery } from '../api/queries.ts';
import type { Usage } from '../api/shapes.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Problem } from '../parts/states.tsx';
import { formatCost, formatNumber } from '../words/format.ts';

const Leads = lazy(() => import('./record-charts.tsx').then((module) => ({ default: module.Leads })));
const RecordCharts = lazy(() => import('./record-charts.tsx').then((module) => ({ default: module.RecordCharts })));

// The charts are half of all code; the figures need not wait for them.
const UsageCharts = lazy(() => import('./usage-charts.tsx').then((module) => ({ default: module.UsageCharts })));

/** What was done in 30 days and what it cost. */
export function Overview() {
  const connections = useQuery(connectionsQuery);
  const usage = useQuery(usageQuery);
  const isNew = connections.data?.connections.length === 0;
  return (
    <Page title="Overview" lead="What SmartSync did in 30 days, and what it knows now.">
      {isNew ? (
        <Empty title="Welcome" text="Connect your HubSpot account to begin.">
          <Button component={Link} href="/connect">
            Connect an account
          </Button>
        </Empty>
      ) : (
        <>
          {usage.isError && <Problem error={usage.error} onRetry={() => void usage.refetch()} />}
          <Figures usage={usage.data} />
          {connections.data !== undefined && <Charts usage={usage.data} />}
        </>
      )}
    </Page>
  );
}

/**
 * How much is known and how it scores, and the days before. They come together: what came later would push the rest down.
 */
function Charts({ usage }: { readonly usage: Usage | undefined }) {
  const overview = useQuery(overviewQuery);
  const loading = <Skeleton height="100vh" />;
  if (usage === undefined || overview.isPending) return loading;
  return (
    <Suspense fallback={loading}>
      {overview.isError ? (
        <Problem error={overview.error} onRetry={() => void overview.refetch()} />
      ) : (
        <RecordCharts overview={overview.data} />
      )}
      <UsageCharts usage={usage} />
      {overview.data !== undefined && <Leads overview={overview.data} />}
    </Suspense>
  );
}

/** Of a figure and of what stands in its place before it is known. */
const FIGURE_HEIGHT = 36;

function Figures({ usage }: { readonly usage: Usage | undefined }) {
  const days = usage?.days ?? [];
  const sum = (of: (day: Usage['days'][number]) => number) => days.reduce((total, day) => total + of(day), 0);
  const runs = sum((day) => Object.values(day.runs).reduce((total, count) => total + count, 0));
  const enriched = sum((day) => day.runs.completed ?? 0);
  const tokens = sum((day) => day.modelTokens);
  const cost = days.some((day) => day.costUsd === null) ? null : sum((day) => day.costUsd ?? 0);
  const today = days.at(-1);
  const limit = usage?.tokenLimit ?? null;
  const figures = [
    ['Enrichments', formatNumber(runs), `${formatNumber(enriched)} with a result that was written`],
    ['Calls to HubSpot', formatNumber(sum((day) => day.hubspotCalls)), 'by these enrichments'],
    [
      'Model tokens',
      formatNumber(tokens),
      limit === null
        ? 'no daily limit is set'
        : `${formatNumber(today?.modelTokens ?? 0)} of ${formatNumber(limit)} today`,
    ],
    [
      'Model cost',
      formatCost(cost),
      cost === null
        ? 'a model was used that the price table does not know'
        : `${formatCost(today?.costUsd ?? 0)} today`,
    ],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
      {figures.map(([name, value, note]) => (
        <Paper key={name} p="md">
          <Stack gap={2}>
            <Text size="sm" c="dimmed">
              {name}
            </Text>
            {usage === undefined ? (
              <Skeleton height={FIGURE_HEIGHT} width={90} />
            ) : (
              <Title order={2} lh={`${FIGURE_HEIGHT}px`}>
                {value}
              </Title>
            )}
            <Text size="xs" c="dimmed" mih={38}>
              {usage === undefined ? '' : note}
            </Text>
          </Stack>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
