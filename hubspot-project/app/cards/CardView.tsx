import { Alert, Flex } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';
import type { CardViewProps } from './card-view-props.ts';
import { type CardState, type FinishedEnrichment, isFinished } from './enrichment-state.ts';
import { ResultView } from './ResultView.tsx';
import { Disconnected } from './states/Disconnected.tsx';
import { FirstLoad } from './states/FirstLoad.tsx';
import { NotEnriched } from './states/NotEnriched.tsx';
import { ProblemNotice } from './states/ProblemNotice.tsx';
import { Working } from './states/Working.tsx';

type Ready = Extract<CardState, { kind: 'ready' }>;

/** Chooses the view for the state; each view has at most one primary button. */
export function CardView(props: CardViewProps) {
  const { state, goOn } = props.control;
  if (state.kind === 'loading') return <FirstLoad />;
  if (state.kind === 'unread') return <ProblemNotice problem={state.problem} onGoOn={goOn} />;
  const { enrichment } = state.record;
  const result = enrichment && isFinished(enrichment) ? enrichment : null;
  if (isDisconnected(state)) {
    const last = result && <ResultView {...props} ready={state} enrichment={result} isOff />;
    return <Stacked first={<Disconnected onCheckAgain={props.control.checkAgain} />} then={last} />;
  }
  return result ? (
    <CardWithResult {...props} ready={state} enrichment={result} />
  ) : (
    <CardWithoutResult {...props} ready={state} />
  );
}

function CardWithoutResult({ control, objectType, ready: { run } }: CardViewProps & { ready: Ready }) {
  const { enrich, goOn } = control;
  if (run.kind === 'problem') return <ProblemNotice problem={run.problem} onGoOn={goOn} />;
  if (run.kind === 'working') return <Working run={run} />;
  return (
    <NotEnriched objectType={objectType} onEnrich={() => enrich()} onPreview={() => enrich({ mode: 'preview' })} />
  );
}

/** What is known stays visible while something goes on or went wrong beside it. */
function CardWithResult(props: CardViewProps & { ready: Ready; enrichment: FinishedEnrichment }) {
  const { run, record } = props.ready;
  // News of a run stands where its button was clicked: a card can be longer than the screen.
  const [askedAt, setAskedAt] = useState<'top' | 'foot'>('top');
  const notice = run.kind === 'problem' && (
    <ProblemNotice problem={run.problem} onGoOn={props.control.goOn} isCompact />
  );
  const news = run.kind === 'working' ? <Working run={run} isCompact /> : notice;
  const main = <ResultView {...props} onAsked={setAskedAt} />;
  return (
    <>
      {record.connection.status === 'error' && (
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

function isDisconnected({ record, run }: Ready): boolean {
  if (run.kind === 'problem' && run.problem.code === 'disconnected') return true;
  return record.connection.status === 'disconnected';
}
