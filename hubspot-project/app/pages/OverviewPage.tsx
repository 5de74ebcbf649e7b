import { AutoGrid, Button, EmptyState, Flex, Heading, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { OverviewWire } from '../../contract/overview.ts';
import { Unanswered } from '../../display/Unanswered.tsx';
import { useAnswer } from '../../display/use-answer.ts';
import { useBackend } from './backend.ts';
import { Coverage } from './parts/Coverage.tsx';
import { LastRuns } from './parts/LastRuns.tsx';
import { Leads } from './parts/Leads.tsx';
import { OutcomesChart } from './parts/OutcomesChart.tsx';
import { ScoresChart } from './parts/ScoresChart.tsx';

/** How much of the account is enriched, how it scores, who is worth a call, and what ran last. */
export function OverviewPage() {
  const { admin } = useBackend();
  const { loaded, reload } = useAnswer('overview', admin.readOverview);
  if (loaded.kind === 'loading') return <LoadingSpinner label="Adding up your records" showLabel layout="centered" />;
  if (loaded.kind === 'problem') return <Unanswered problem={loaded.problem} onTryAgain={reload} />;
  const overview = loaded.value;
  return (
    <Flex direction="column" gap="large">
      <Flex direction="row" justify="between" align="center">
        <Heading>Overview</Heading>
        <Button size="sm" onClick={reload}>
          Refresh
        </Button>
      </Flex>
      <Coverage overview={overview} />
      {overview.records.length === 0 ? <NothingYet /> : <Findings overview={overview} />}
    </Flex>
  );
}

function Findings({ overview }: { readonly overview: OverviewWire }) {
  return (
    <>
      <AutoGrid columnWidth={420} flexible gap="large">
        <ScoresChart scores={overview.scores} />
        <OutcomesChart records={overview.records} />
      </AutoGrid>
      <Leads leads={overview.leads} hubspotUrl={overview.hubspotUrl} />
      <LastRuns />
    </>
  );
}

function NothingYet() {
  return (
    <EmptyState title="No record is enriched yet" layout="vertical" imageName="companies" imageWidth={160}>
      <Text>
        Open a company, contact or deal and click Enrich with oppSpot. To have the card there, click Customize on the
        record, then Card library, App, oppSpot SmartSync.
      </Text>
    </EmptyState>
  );
}
