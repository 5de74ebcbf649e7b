import { Accordion, Flex, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { useDisplay } from '../words/display.ts';
import { humanise, propertyLabel } from '../words/labels.ts';
import { wordPropertyValue } from '../words/property-value.ts';

type Change = EnrichmentWire['changes'][number];

/** Which properties were written, from what to what, and which were left alone and why. */
export function ChangesMade({ changes }: { changes: readonly Change[] }) {
  const display = useDisplay();
  const shown = (change: Change, side: 'before' | 'after') => wordPropertyValue(display, change.property, change[side]);
  const written = changes.filter((change) => change.written);
  const left = changes.filter((change) => !change.written);
  if (changes.length === 0) return <Text variant="microcopy">Nothing on the record was changed.</Text>;
  return (
    <Accordion title={`Written to the record (${written.length})`}>
      <Flex direction="column" gap="small">
        {written.length === 0 && <Text>Nothing had to be written.</Text>}
        {written.map((change) => (
          <Flex key={change.property} direction="column" gap="flush">
            <Text format={{ fontWeight: 'demibold' }}>{propertyLabel(change.property)}</Text>
            <Text>
              {shown(change, 'before')} → {shown(change, 'after')}
            </Text>
          </Flex>
        ))}
        {left.map((change) => (
          <Flex key={change.property} direction="column" gap="flush">
            <Text format={{ fontWeight: 'demibold' }}>{propertyLabel(change.property)}</Text>
            <Text>
              {change.decision === 'keep' ? `Kept ${shown(change, 'before')}.` : 'Not written.'}{' '}
              {humanise(change.reason)}
            </Text>
          </Flex>
        ))}
      </Flex>
    </Accordion>
  );
}
