import { Button, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { useDisplay } from '../words/display.ts';
import { formatAge } from '../words/format.ts';

/** The foot of a result: its age and the way to a newer one, in words that suit what was reached. */
export function Actions({ enrichment, isWorking, mayAct, onEnrichAgain, onPreview }: OutcomeProps) {
  const display = useDisplay();
  const hasCompany = enrichment.match?.company !== null && enrichment.match?.company !== undefined;
  const age = formatAge(display, enrichment.completedAt ?? enrichment.createdAt);
  return (
    <Flex direction="row" justify="between" align="center" gap="small" wrap>
      <Text variant="microcopy">{hasCompany ? `Enriched ${age}` : `Looked up ${age}`}</Text>
      {mayAct && (
        <Flex direction="row" gap="extra-small">
          {hasCompany && (
            <Button variant="transparent" size="sm" disabled={isWorking} onClick={onPreview}>
              Preview
            </Button>
          )}
          <LoadingButton variant="secondary" size="sm" loading={isWorking} onClick={onEnrichAgain}>
            {hasCompany ? 'Enrich again' : 'Look up again'}
          </LoadingButton>
        </Flex>
      )}
    </Flex>
  );
}
