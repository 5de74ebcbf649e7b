import { Button, ErrorState, Flex, Text } from '@hubspot/ui-extensions';
import type { Answer } from '../contract/client.ts';

type NoAnswer = Exclude<Answer<unknown>, { kind: 'ok' }>;

/** No answer from the backend: what is wrong, in its words, and the way on. */
export function Unanswered({ problem, onTryAgain }: { problem: NoAnswer; onTryAgain: () => void }) {
  const { title, text, requestId } = wordNoAnswer(problem);
  return (
    <ErrorState title={title} type={problem.kind === 'refused' && problem.status < 429 ? 'lock' : 'error'}>
      <Flex direction="column" gap="small" align="center">
        <Text>{text}</Text>
        <Button variant="primary" onClick={onTryAgain}>
          Try again
        </Button>
        {requestId && <Text variant="microcopy">Reference for support: {requestId}</Text>}
      </Flex>
    </ErrorState>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  not_installed: 'oppSpot is not installed for this account',
  disconnected: 'oppSpot is disconnected from HubSpot',
  invalid_signature: 'oppSpot did not accept this request',
  forbidden: 'You may not do this',
  rate_limited: 'A lot is going on in your account',
};

/** Words what stands in the way. */
export function wordNoAnswer(problem: NoAnswer) {
  if (problem.kind === 'unreachable')
    return { title: 'oppSpot cannot be reached', text: problem.message, requestId: null };
  const { code, message, requestId } = problem.error;
  return { title: TITLES[code] ?? 'That did not work', text: message, requestId };
}
