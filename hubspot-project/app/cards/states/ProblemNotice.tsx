import { Alert, Button, ErrorState, Flex, Text } from '@hubspot/ui-extensions';
import type { Problem } from '../enrichment-state.ts';
import { wordProblem } from '../words/problem-words.ts';

interface ProblemNoticeProps {
  readonly problem: Problem;
  readonly onGoOn?: () => void;
  /** Above a result that stays visible. */
  readonly isCompact?: boolean;
}

/** Something went wrong between the card and oppSpot: what, whether anything changed, and the way on. */
export function ProblemNotice({ problem, onGoOn, isCompact = false }: ProblemNoticeProps) {
  const words = wordProblem(problem);
  const body = (
    <Flex direction="column" gap="small" align={isCompact ? 'start' : 'center'}>
      <Text>{words.text}</Text>
      {onGoOn && words.action && (
        <Button variant="primary" size={isCompact ? 'sm' : 'md'} onClick={onGoOn}>
          {words.action}
        </Button>
      )}
      {problem.requestId && <Text variant="microcopy">Reference for support: {problem.requestId}</Text>}
    </Flex>
  );
  if (isCompact)
    return (
      <Alert title={words.title} variant="warning">
        {body}
      </Alert>
    );
  return (
    <ErrorState title={words.title} type={words.picture}>
      {body}
    </ErrorState>
  );
}
