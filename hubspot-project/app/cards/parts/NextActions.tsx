import { Flex, Heading, List, Text } from '@hubspot/ui-extensions';
import type { EnrichmentWire } from '../../../contract/enrichment.ts';
import { useDisplay } from '../words/display.ts';
import { formatDue } from '../words/format.ts';
import { STAGE_LABELS } from '../words/labels.ts';

/** What to do next, why, by when, and the deal stage that fits. */
export function NextActions({ enrichment }: { enrichment: EnrichmentWire }) {
  const display = useDisplay();
  if (enrichment.nextActions.length === 0 && !enrichment.dealStage) return null;
  return (
    <Flex direction="column" gap="small">
      <Heading>Next actions</Heading>
      {enrichment.nextActions.length > 0 && (
        <List variant="ordered">
          {enrichment.nextActions.map((action) => (
            <Flex key={action.text} direction="column" gap="flush">
              <Text>{action.text}</Text>
              <Text variant="microcopy">
                {action.dueInHours === null
                  ? action.reason
                  : `${formatDue(display, action.dueInHours)} · ${action.reason}`}
              </Text>
            </Flex>
          ))}
        </List>
      )}
      {enrichment.dealStage && <Text>Suggested deal stage: {STAGE_LABELS[enrichment.dealStage]}</Text>}
    </Flex>
  );
}
