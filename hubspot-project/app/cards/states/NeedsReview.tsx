import { Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { Actions } from '../parts/Actions.tsx';

/** Several companies fit: the person decides, because nothing is written on a guess. */
export function NeedsReview(props: OutcomeProps) {
  return (
    <Flex direction="column" gap="small">
      <Heading>Which company is it?</Heading>
      <Text>More than one company could be meant, so nothing was written. Choose one to go on.</Text>
      {props.chooser}
      <Actions {...props} />
    </Flex>
  );
}
