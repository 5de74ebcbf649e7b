import { Accordion, Flex, Link, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { useDisplay } from '../words/display.ts';
import { formatAge } from '../words/format.ts';
import { sourceLabel } from '../words/labels.ts';

/** Everything that a statement on this card rests on. */
export function EvidenceList({ evidence }: { evidence: EnrichmentWire['evidence'] }) {
  const display = useDisplay();
  if (evidence.length === 0) return null;
  return (
    <Accordion title={`Evidence (${evidence.length})`}>
      <Flex direction="column" gap="small">
        {evidence.map((item) => (
          <Flex key={item.id} direction="column" gap="flush">
            {item.url ? <Link href={{ url: item.url, external: true }}>{item.title}</Link> : <Text>{item.title}</Text>}
            {item.snippet && <Text>{item.snippet}</Text>}
            <Text variant="microcopy">
              {sourceLabel(item.source)}, read {formatAge(display, item.fetchedAt)}
            </Text>
          </Flex>
        ))}
      </Flex>
    </Accordion>
  );
}
