import { BarChart, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { OverviewWire } from '../../../contract/overview.ts';
import { useDisplay } from '../../../display/display.ts';
import { formatNumber } from '../../../display/format.ts';
import { scoreBands } from '../words/overview-words.ts';

/** How the scored records spread from 0 to 100. */
export function ScoresChart({ scores }: { readonly scores: OverviewWire['scores'] }) {
  const display = useDisplay();
  const bands = scoreBands(scores);
  const scored = bands.reduce((sum, { records }) => sum + records, 0);
  return (
    <Flex direction="column" gap="small">
      <Heading>Scores</Heading>
      {scored === 0 ? (
        <Text>No record has a score yet: too little is known. An ideal customer in the settings helps most.</Text>
      ) : (
        <>
          <BarChart
            data={[...bands]}
            axes={{
              x: { field: 'points', fieldType: 'category', label: 'Score' },
              y: { field: 'records', fieldType: 'linear', label: 'Records' },
            }}
            options={{ showLegend: false, showDataLabels: true }}
          />
          <Text variant="microcopy">
            {formatNumber(display, scored)} {scored === 1 ? 'record' : 'records'} with a score, of all types
          </Text>
        </>
      )}
    </Flex>
  );
}
