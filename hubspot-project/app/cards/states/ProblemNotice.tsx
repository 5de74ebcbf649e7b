import { Button, ErrorState, Flex, Text } from '@hubspot/ui-extensions';
import type { Problem } from '../enrichment-state.ts';
import { wordProblem } from '../words/problem-words.ts';

/** Something went wrong between the card and oppSpot: what, whether anything changed, and the way on. */
export function ProblemNotice({ problem, onGoOn }: { problem: Problem; onGoOn?: () => void }) {
  const words = wordProblem(problem);
  return (
    <ErrorState title={words.title} type={words.picture}>
      <Flex direction="column" gap="small" align="center">
        <Text>{words.text}</Text>
        {onGoOn && words.action && (
          <Button variant="primary" onClick={onGoOn}>
            {words.action}
          </Button>
        )}
        {problem.requestId && <Text variant="microcopy">Reference for support: {problem.requestId}</Text>}
      </Flex>
    </ErrorState>
  );
}
