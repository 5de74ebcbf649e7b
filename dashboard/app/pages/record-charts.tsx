import { BarChart } from '@mantine/charts';
import { Group, Paper, Progress, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import type { OverviewWire } from '../../../hubspot-project/contract/index.ts';
import { formatNumber, formatShare } from '../words/format.ts';
import { objectText } from '../words/labels.ts';

const OBJECT_TYPES = ['companies', 'contacts', 'deals'] as const;
const BANDS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90] as const;
const SERIES = [
  { name: 'companies', label: 'Companies', color: 'brand.6' },
  { name: 'contacts', label: 'Contacts', color: 'teal.5' },
  { name: 'deals', label: 'Deals', color: 'yellow.5' },
];

/** Coverage of the account's records, and their scores. */
export function RecordCharts({ overview }: { readonly overview: OverviewWire }) {
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <Coverage overview={overview} />
      <Scores overview={overview} />
    </SimpleGrid>
  );
}

function Coverage({ overview }: { readonly overview: OverviewWire }) {
  const { inHubspot, inHubspotUnknownBecause, records } = overview;
  return (
    <Paper component="section" aria-label="Coverage">
      <Title order={2} size="h5" mb="md">
        Coverage
      </Title>
      <Stack>
        {OBJECT_TYPES.map((objectType) => {
          const mine = records.filter((entry) => entry.objectType === objectType);
          const known = mine.reduce((sum, entry) => sum + entry.records, 0);
          const enriched = mine.reduce((sum, { status, records }) => sum + (status === 'completed' ? records : 0), 0);
          const total = inHubspot?.[objectType] ?? null;
          return (
            <div key={objectType}>
              <Group justify="space-between">
                <Text size="sm" fw={600}>
                  {objectText(objectType)}
                </Text>
                <Text size="sm" className="figures">
                  {formatNumber(enriched)} enriched
                  {total === null
                    ? ''
                    : ` of ${formatNumber(total)} (${formatShare(total === 0 ? 0 : enriched / total)})`}
                </Text>
              </Group>
              <Progress.Root
                size="md"
                aria-label={`${objectText(objectType)}: ${enriched} enriched, ${known} looked at`}
              >
                <Progress.Section value={shareOf(enriched, total ?? known)} color="brand" aria-label="enriched" />
                <Progress.Section
                  value={shareOf(known - enriched, total ?? known)}
                  color="gray"
                  aria-label="looked at"
                />
              </Progress.Root>
              <Text size="xs" c="dimmed">
                {formatNumber(known - enriched)} looked at without a full result
              </Text>
            </div>
          );
        })}
        {inHubspotUnknownBecause !== null && (
          <Text size="xs" c="dimmed">
            How many records there are is not known now: {inHubspotUnknownBecause}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

/** Percent of the bar. */
function shareOf(part: number, total: number): number {
  return total === 0 ? 0 : Math.min(100, (part / total) * 100);
}

function Scores({ overview }: { readonly overview: OverviewWire }) {
  const data = BANDS.map((from) => ({
    band: from === 90 ? '90–100' : `${from}–${from + 9}`,
    ...Object.fromEntries(
      overview.scores.filter((entry) => entry.from === from).map((entry) => [entry.objectType, entry.records]),
    ),
  }));
  return (
    <Paper component="figure" m={0} aria-label="Records by score">
      <Title order={2} size="h5" mb="md">
        Records by score
      </Title>
      {overview.scores.length === 0 ? (
        <Text c="dimmed" h={240}>
          No record has a score yet.
        </Text>
      ) : (
        <BarChart
          h={240}
          data={data}
          dataKey="band"
          type="stacked"
          series={SERIES}
          withLegend
          legendProps={{ verticalAlign: 'bottom' }}
          valueFormatter={formatNumber}
        />
      )}
    </Paper>
  );
}

/** Who to call first; last on its page, because it grows while people read. */
export function Leads({ overview }: { readonly overview: OverviewWire }) {
  if (overview.leads.length === 0) return null;
  return (
    <Paper component="section" aria-label="Leads">
      <Title order={2} size="h5" mb="md">
        Highest scores
      </Title>
      <Table layout="fixed">
        <Table.Tbody>
          {overview.leads.slice(0, 5).map((lead) => (
            <Table.Tr key={`${lead.objectType} ${lead.objectId}`}>
              <Table.Td>
                <Text size="sm" fw={600} truncate>
                  {lead.companyName}
                </Text>
                <Text size="xs" c="dimmed">
                  {lead.signal ?? `${objectText(lead.objectType)} ${lead.objectId}`}
                </Text>
              </Table.Td>
              <Table.Td w={60} ta="right" fw={700}>
                {lead.score}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
