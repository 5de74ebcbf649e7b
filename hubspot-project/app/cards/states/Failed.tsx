import { Button, ErrorState, Flex, Text } from '@hubspot/ui-extensions';
import type { OutcomeProps } from '../outcome-props.ts';
import { wordFailure } from '../words/failure-words.ts';

/** The run ended without a result: why, in words, and whether trying again can help. */
export function Failed({ enrichment, isWorking, mayAct, onEnrichAgain }: OutcomeProps) {
  const words = wordFailure(enrichment.error);
  return (
    <ErrorState title={words.title} type={words.mayTryAgain ? 'error' : 'lock'}>
      <Flex direction="column" gap="small" align="center">
        <Text>{words.text}</Text>
        {enrichment.error && (
          <Text variant="microcopy">
            For support: {enrichment.error.code}, {enrichment.error.message}
          </Text>
        )}
        {words.mayTryAgain && mayAct && (
          <Button variant="primary" onClick={onEnrichAgain} disabled={isWorking}>
            Try again
          </Button>
        )}
      </Flex>
    </ErrorState>
  );
}
