import { Flex, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { EvidenceLinks } from './EvidenceLinks.tsx';

const WRITTEN_BY = {
  ai: 'Written by AI from the evidence below',
  template: 'Template text, no AI',
} as const;

/** The summary, who wrote it and what it rests on. */
export function Summary({ enrichment }: { enrichment: EnrichmentWire }) {
  const { summary } = enrichment;
  if (!summary) return null;
  return (
    <Flex direction="column" gap="extra-small">
      <Text>{summary.text}</Text>
      <Text variant="microcopy">{WRITTEN_BY[summary.source]}</Text>
      <EvidenceLinks ids={summary.evidence} evidence={enrichment.evidence} />
    </Flex>
  );
}
