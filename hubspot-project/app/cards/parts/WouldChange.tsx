import { Flex, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { useDisplay } from '../words/display.ts';
import { formatNumber } from '../words/format.ts';

/** What would raise the score and by how much, as the model recomputed it. */
export function WouldChange({ score }: { score: NonNullable<EnrichmentWire['score']> }) {
  const display = useDisplay();
  if (score.wouldChange.length === 0) return null;
  return (
    <Flex direction="column" gap="extra-small">
      <Text format={{ fontWeight: 'demibold' }}>What would raise the score</Text>
      {score.wouldChange.map((item) => (
        <Text key={item.change}>
          {item.change}: +{formatNumber(display, item.deltaPoints)} {item.deltaPoints === 1 ? 'point' : 'points'}
        </Text>
      ))}
    </Flex>
  );
}
