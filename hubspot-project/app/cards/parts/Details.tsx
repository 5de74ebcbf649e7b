import { Flex } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { ChangesMade } from './ChangesMade.tsx';
import { EvidenceList } from './EvidenceList.tsx';
import { SourcesUsed } from './SourcesUsed.tsx';

/** Where it all comes from and what was written; closed until asked for. */
export function Details({ enrichment }: { enrichment: EnrichmentWire }) {
  return (
    <Flex direction="column" gap="small">
      <EvidenceList evidence={enrichment.evidence} />
      <ChangesMade changes={enrichment.changes} />
      <SourcesUsed sources={enrichment.sources} />
    </Flex>
  );
}
