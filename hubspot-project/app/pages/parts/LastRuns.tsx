import { Flex, Heading, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { PageLink } from '@hubspot/ui-extensions/pages';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';
import { useAnswer } from '../../../display/use-answer.ts';
import { useBackend } from '../backend.ts';
import { ActivityTable } from './ActivityTable.tsx';

/** The five last things done; the rest is a page of its own. */
export function LastRuns() {
  const { admin } = useBackend();
  const { loaded } = useAnswer('last runs', () => admin.readActivity({ status: null, cursor: null, limit: 5 }));
  return (
    <Flex direction="column" gap="small">
      <Heading>Last runs</Heading>
      {loaded.kind === 'loading' && <LoadingSpinner label="Reading the last runs" />}
      {loaded.kind === 'problem' && <Text>{wordNoAnswer(loaded.problem).text}</Text>}
      {loaded.kind === 'ready' && <ActivityTable items={loaded.value.items} hubspotUrl={null} />}
      <PageLink to="/activity">All activity</PageLink>
    </Flex>
  );
}
