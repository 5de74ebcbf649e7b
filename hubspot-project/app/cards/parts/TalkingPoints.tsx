import { Flex, Heading, List, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { EvidenceLinks } from './EvidenceLinks.tsx';

/** What the rep can say aloud, each point with its sources; nothing when there is nothing to say. */
export function TalkingPoints({ enrichment }: { enrichment: EnrichmentWire }) {
  const points = enrichment.talkingPoints ?? [];
  if (points.length === 0) return null;
  return (
    <Flex direction="column" gap="small">
      <Heading>Talking points</Heading>
      <List variant="unordered-styled">
        {points.map((point) => (
          <Flex key={point.text} direction="column" gap="flush">
            <Text>{point.text}</Text>
            <EvidenceLinks ids={point.evidence} evidence={enrichment.evidence} />
          </Flex>
        ))}
      </List>
      <Text variant="microcopy">Written by AI from the evidence named: check it before you say it.</Text>
    </Flex>
  );
}
