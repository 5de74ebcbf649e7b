import { Flex, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { OverviewWire } from '../../../contract/overview.ts';
import { useDisplay } from '../../../display/display.ts';
import { formatNumber } from '../../../display/format.ts';
import { OBJECT_TYPE_LABELS, OBJECT_TYPES } from '../../../display/names.ts';
import { countEnriched, wordCoverage } from '../words/overview-words.ts';

/** How many records of each type are enriched, and out of how many. */
export function Coverage({ overview }: { readonly overview: OverviewWire }) {
  const display = useDisplay();
  return (
    <Flex direction="column" gap="small">
      <Statistics>
        {OBJECT_TYPES.map((type) => (
          <StatisticsItem
            key={type}
            label={`${OBJECT_TYPE_LABELS[type]} enriched`}
            number={formatNumber(display, countEnriched(overview.records, type))}
          >
            <Text>{wordCoverage(display, overview, type)}</Text>
          </StatisticsItem>
        ))}
        <StatisticsItem label="Under way now" number={formatNumber(display, overview.running)}>
          <Text>{overview.running === 0 ? 'Nothing is waiting' : 'Records being enriched'}</Text>
        </StatisticsItem>
      </Statistics>
      {overview.inHubspotUnknownBecause && (
        <Text variant="microcopy">How many records HubSpot has is not known: {overview.inHubspotUnknownBecause}</Text>
      )}
    </Flex>
  );
}
