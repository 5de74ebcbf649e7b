import { Alert, Text } from '@hubspot/ui-extensions';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';
import type { NoAnswer } from '../bulk-state.ts';

/** Something went wrong beside what is shown; nothing when all is well. */
export function Problem({ problem }: { readonly problem: NoAnswer | null }) {
  if (problem === null) return null;
  const { title, text, requestId } = wordNoAnswer(problem);
  return (
    <Alert title={title} variant="warning">
      <Text>{text}</Text>
      {requestId && <Text variant="microcopy">Reference for support: {requestId}</Text>}
    </Alert>
  );
}
