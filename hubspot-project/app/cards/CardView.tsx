import { Flex } from '@hubspot/ui-extensions';
import { useState } from 'react';
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
  const { state, enrich, goOn } = control;
  const [isChoosing, setIsChoosing] = useState(false);
  if (state.kind === 'loading') return <FirstLoad />;
  if (state.kind === 'unread') return <ProblemNotice problem={state.problem} onGoOn={goOn} />;
  const { record, run } = state;
  const isWorking = run.kind === 'working';

  const choose = (companyId: string) => {
    setIsChoosing(false);
    enrich({ companyId });
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
  if (isDisconnected(record, run)) return <Disconnected enrichment={record.enrichment} onCheckAgain={goOn} />;
  if (!record.enrichment || !isFinished(record.enrichment)) {
    if (run.kind === 'problem') return <ProblemNotice problem={run.problem} onGoOn={goOn} />;
    return isWorking ? <Working /> : <NotEnriched objectType={objectType} onEnrich={() => enrich()} />;
  }
  return (
    <Flex direction="column" gap="medium">
      {isWorking && <Working isCompact />}
      {run.kind === 'problem' && <ProblemNotice problem={run.problem} onGoOn={goOn} />}
      {isChoosing ? (
        chooser(() => setIsChoosing(false))
      ) : (
        <Outcome
          enrichment={record.enrichment}
          settings={record.settings}
          objectType={objectType}
          chooser={chooser()}
          isWorking={isWorking}
          mayAct={run.kind !== 'problem'}
          onEnrichAgain={() => enrich({ refresh: true })}
          onWrongCompany={() => setIsChoosing(true)}
        />
      )}
    </Flex>
  );
}

function isDisconnected(record: RecordAnswer, run: Run): boolean {
  if (run.kind === 'problem' && run.problem.code === 'disconnected') return true;
  return record.connection.status === 'disconnected';
}
