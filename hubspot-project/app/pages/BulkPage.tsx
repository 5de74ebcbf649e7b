import { EmptyState, Flex, Heading, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { Unanswered } from '../../display/Unanswered.tsx';
import { useAnswer } from '../../display/use-answer.ts';
import { useBackend } from './backend.ts';
import { BulkRunTile } from './parts/BulkRunTile.tsx';

/** The newest bulk runs, each followed while it goes on. */
export function BulkPage() {
  const { admin } = useBackend();
  const { loaded, reload } = useAnswer('bulk runs', admin.readOverview);
  if (loaded.kind === 'loading') return <LoadingSpinner label="Reading the bulk runs" showLabel layout="centered" />;
  if (loaded.kind === 'problem') return <Unanswered problem={loaded.problem} onTryAgain={reload} />;
  const runs = loaded.value.bulkRuns;
  return (
    <Flex direction="column" gap="medium">
      <Heading>Bulk runs</Heading>
      {runs.length === 0 ? (
        <EmptyState title="No bulk run yet" layout="vertical" imageName="multipleObjects" imageWidth={160}>
          <Text>
            Select records in a list of companies, contacts or deals and choose Enrich with oppSpot. What it takes is
            shown before it starts.
          </Text>
        </EmptyState>
      ) : (
        runs.map((run) => <BulkRunTile key={run.id} first={run} />)
      )}
    </Flex>
  );
}
