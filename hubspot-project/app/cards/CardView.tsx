import { Alert, Flex, Heading, Text } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';
import type { SmartSyncClient } from '../../contract/client.ts';
import type { ObjectTypeName } from '../../contract/object-type.ts';
import type { RecordAnswer } from '../../contract/requests.ts';
import { isFinished, type Run } from './enrichment-state.ts';
import { CompanyChooser } from './parts/CompanyChooser.tsx';
import { Disconnected } from './states/Disconnected.tsx';
import { FirstLoad } from './states/FirstLoad.tsx';
import { NotEnriched } from './states/NotEnriched.tsx';
import { Outcome } from './states/Outcome.tsx';
import { ProblemNotice } from './states/ProblemNotice.tsx';
import { Working } from './states/Working.tsx';
import type { EnrichmentControl } from './use-enrichment.ts';

interface CardViewProps {
  readonly client: SmartSyncClient;
  readonly objectType: ObjectTypeName;
  readonly objectId: string;
  readonly control: EnrichmentControl;
}

/** Chooses the view for the state; each view has at most one primary button. */
export function CardView({ client, objectType, objectId, control }: CardViewProps) {
  const { state, enrich, goOn, checkAgain } = control;
  const [isChoosing, setIsChoosing] = useState(false);
  // News of a run stands where its button was clicked: a card can be longer than the screen.
  const [askedAt, setAskedAt] = useState<'top' | 'foot'>('top');
  if (state.kind === 'loading') return <FirstLoad />;
  if (state.kind === 'unread') return <ProblemNotice problem={state.problem} onGoOn={goOn} />;
  const { record, run } = state;
  const isWorking = run.kind === 'working';

  const choose = (companyId: string) => {
    setIsChoosing(false);
    setAskedAt('top');
    enrich({ companyId });
  };
  const again = () => {
    setAskedAt('foot');
    enrich({ refresh: true });
  };
  const chooser = (onCancel?: () => void) => (
    <CompanyChooser
      candidates={record.enrichment?.match?.candidates ?? []}
      currentId={record.enrichment?.match?.company?.id ?? null}
      find={(query) => client.findCompanies(query, objectType, objectId)}
      onChoose={choose}
      onCancel={onCancel}
      isBusy={isWorking}
    />
  );
  const isOff = isDisconnected(record, run);
  const outcome = record.enrichment && isFinished(record.enrichment) && (
    <Outcome
      enrichment={record.enrichment}
      history={record.history}
      settings={record.settings}
      objectType={objectType}
      chooser={isOff ? null : chooser()}
      isWorking={isWorking}
      mayAct={!isOff && run.kind !== 'problem'}
      onEnrichAgain={again}
      onWrongCompany={() => setIsChoosing(true)}
    />
  );
  if (isOff) return <Stacked first={<Disconnected onCheckAgain={checkAgain} />} then={outcome} />;
  if (!outcome) {
    if (run.kind === 'problem') return <ProblemNotice problem={run.problem} onGoOn={goOn} />;
    return isWorking ? <Working /> : <NotEnriched objectType={objectType} onEnrich={() => enrich()} />;
  }
  const notice = run.kind === 'problem' && <ProblemNotice problem={run.problem} onGoOn={goOn} isCompact />;
  const isTroubled = record.connection.status === 'error';
  const news = isWorking ? <Working isCompact /> : notice;
  const main =
    isChoosing && run.kind === 'idle' ? (
      <Flex direction="column" gap="small">
        <Heading>Which company is it?</Heading>
        <Text>
          At present: {record.enrichment?.match?.company?.name ?? 'none'}. Another choice replaces its values.
        </Text>
        {chooser(() => setIsChoosing(false))}
      </Flex>
    ) : (
      outcome
    );
  return (
    <>
      {isTroubled && (
        <Alert title="The connection to HubSpot needs a look" variant="warning">
          The last requests to HubSpot failed. If enriching fails too, ask an admin to check oppSpot SmartSync.
        </Alert>
      )}
      {askedAt === 'top' ? <Stacked first={news} then={main} /> : <Stacked first={main} then={news} />}
    </>
  );
}

function Stacked({ first, then }: { first: ReactNode; then: ReactNode }) {
  return (
    <Flex direction="column" gap="medium">
      {first}
      {then}
    </Flex>
  );
}

function isDisconnected(record: RecordAnswer, run: Run): boolean {
  if (run.kind === 'problem' && run.problem.code === 'disconnected') return true;
  return record.connection.status === 'disconnected';
}
