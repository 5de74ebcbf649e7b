import { Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../states/Outcome.tsx';
import { useDisplay } from '../words/display.ts';
import { formatAge } from '../words/format.ts';

/** The foot of a result: its age and the way to a newer one. */
export function Actions({ enrichment, isWorking, mayAct, onEnrichAgain }: OutcomeProps) {
  const display = useDisplay();
  return (
    <Flex direction="row" justify="between" align="center" gap="small" wrap>
      <Text variant="microcopy">Enriched {formatAge(display, enrichment.completedAt ?? enrichment.createdAt)}</Text>
      {mayAct && (
        <LoadingButton variant="secondary" size="sm" loading={isWorking} onClick={onEnrichAgain}>
          Enrich again
        </LoadingButton>
      )}
    </Flex>
  );
}
