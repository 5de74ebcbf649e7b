import { BarChart, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { OverviewWire } from '../../../contract/overview.ts';
import { OBJECT_TYPE_LABELS, OBJECT_TYPES } from '../../../display/names.ts';
import { OUTCOME_LABELS, OUTCOMES } from '../words/overview-words.ts';

const COLOURS = {
  [OUTCOME_LABELS.completed]: 'green',
  [OUTCOME_LABELS.insufficient_data]: 'aqua',
  [OUTCOME_LABELS.needs_review]: 'yellow',
  [OUTCOME_LABELS.no_match]: 'purple',
  [OUTCOME_LABELS.failed]: 'pink',
} as const;

/** How the last run of each record ended, per type. */
export function OutcomesChart({ records }: { readonly records: OverviewWire['records'] }) {
  const data = OUTCOMES.flatMap((status) =>
    OBJECT_TYPES.map((type) => ({
      type: OBJECT_TYPE_LABELS[type],
      outcome: OUTCOME_LABELS[status],
      records: records.find((one) => one.objectType === type && one.status === status)?.records ?? 0,
    })),
  );
  const seen = data.filter(({ outcome }) => data.some((one) => one.outcome === outcome && one.records > 0));
  return (
    <Flex direction="column" gap="small">
      <Heading>Outcomes</Heading>
      <BarChart
        data={seen}
        axes={{
          x: { field: 'type', fieldType: 'category', label: 'Type' },
          y: { field: 'records', fieldType: 'linear', label: 'Records' },
          options: { groupFieldByColor: 'outcome', stacking: true, colors: COLOURS },
        }}
        options={{ showLegend: true }}
      />
      <Text variant="microcopy">Each record once, by its last run</Text>
    </Flex>
  );
}
