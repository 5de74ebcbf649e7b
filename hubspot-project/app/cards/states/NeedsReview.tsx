import { Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { FinishedEnrichment } from '../enrichment-state.ts';
import type { OutcomeProps } from '../outcome-props.ts';
import { Actions } from '../parts/Actions.tsx';
import { ChangesMade } from '../parts/ChangesMade.tsx';

/** Several companies fit: the person decides, because nothing is written on a guess. */
export function NeedsReview(props: OutcomeProps) {
  return (
    <Flex direction="column" gap="small">
      <Heading>Which company is it?</Heading>
      <Text>{whyAsked(props.enrichment)} Choose one to go on.</Text>
      {props.chooser}
      {props.enrichment.changes.length > 0 && <ChangesMade {...props} />}
      <Actions {...props} />
    </Flex>
  );
}

function whyAsked({ match, changes }: FinishedEnrichment): string {
  const hasCleared = changes.some(({ written, after, before }) => written && after === '' && before !== null);
  if (hasCleared) return 'The values about the company before were cleared, the edited ones kept.';
  return match?.reasons.some((reason) => /wrong one/.test(reason))
    ? 'Somebody said that the company found is the wrong one, so no values were written.'
    : 'More than one company could be meant, so no values were written.';
}
