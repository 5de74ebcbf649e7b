import { Flex } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { AutomationDone } from './AutomationDone.tsx';
import { ChangesMade } from './ChangesMade.tsx';
import { EvidenceList } from './EvidenceList.tsx';
import { SourcesUsed } from './SourcesUsed.tsx';

/** Where it all comes from and what was written; closed until asked for. */
export function Details(props: OutcomeProps) {
  const { enrichment } = props;
  return (
    <Flex direction="column" gap="small">
      <EvidenceList evidence={enrichment.evidence} />
      <ChangesMade {...props} />
      <AutomationDone automation={enrichment.automation} />
      <SourcesUsed sources={enrichment.sources} />
    </Flex>
  );
}
