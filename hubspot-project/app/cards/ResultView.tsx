import { useState } from 'react';
import type { CardViewProps } from './card-view-props.ts';
import { type CardState, type FinishedEnrichment, isOpenPreview } from './enrichment-state.ts';
import type { OutcomeProps } from './outcome-props.ts';
import { CompanyChooser } from './parts/CompanyChooser.tsx';
import { Outcome } from './states/Outcome.tsx';
import { Undoing } from './states/Undoing.tsx';
import { WrongCompany } from './states/WrongCompany.tsx';

interface ResultViewProps extends CardViewProps {
  readonly ready: Extract<CardState, { kind: 'ready' }>;
  readonly enrichment: FinishedEnrichment;
  /** The connection has ended: look, do not touch. */
  readonly isOff?: boolean;
  /** Where on the card something was asked for. */
  readonly onAsked?: (place: 'top' | 'foot') => void;
}

/** A result, or the question that a person opened on it. */
export function ResultView(props: ResultViewProps) {
  const { control, enrichment, ready, isOff = false, onAsked } = props;
  const [question, setQuestion] = useState<'none' | 'company' | 'undo'>('none');
  const isWorking = ready.run.kind === 'working';
  const ask = (place: 'top' | 'foot', act: () => void) => {
    setQuestion('none');
    onAsked?.(place);
    act();
  };
  const choose = (companyId: string) => ask('top', () => control.enrich({ companyId, ...modeOf(enrichment) }));
  const close = () => setQuestion('none');
  const isAsking = question !== 'none' && ready.run.kind === 'idle';
  if (isAsking && question === 'company')
    return (
      <WrongCompany
        name={enrichment.match?.company?.name ?? 'none'}
        chooser={<Chooser {...props} onChoose={choose} onCancel={close} />}
        onForget={() => ask('top', control.forget)}
        isWorking={isWorking}
      />
    );
  if (isAsking && question === 'undo') {
    const undo = (properties?: readonly string[]) => ask('top', () => control.undo(properties));
    return <Undoing enrichment={enrichment} isWorking={isWorking} onUndo={undo} onCancel={close} />;
  }
  return (
    <Outcome
      {...actionsOf(props, ask)}
      {...ready.record}
      enrichment={enrichment}
      objectType={props.objectType}
      chooser={isOff ? null : <Chooser {...props} onChoose={choose} />}
      isWorking={isWorking}
      mayAct={!isOff && ready.run.kind !== 'problem'}
      onWrongCompany={() => setQuestion('company')}
      onStartUndo={() => setQuestion('undo')}
    />
  );
}

type Actions = 'onJudge' | 'onEnrichAgain' | 'onPreview' | 'onApply' | 'onClosePreview';

function actionsOf(
  { control, ready }: ResultViewProps,
  ask: (place: 'top' | 'foot', act: () => void) => void,
): Pick<OutcomeProps, Actions> {
  return {
    onJudge: control.judge,
    onEnrichAgain: () => ask('foot', () => control.enrich({ refresh: true })),
    onPreview: () => ask('foot', () => control.enrich({ refresh: true, mode: 'preview' })),
    onApply: (properties) => ask('top', () => control.apply(properties)),
    onClosePreview: ready.behind ? control.closePreview : undefined,
  };
}

/** Whoever previews goes on previewing. */
function modeOf(enrichment: FinishedEnrichment): { readonly mode?: 'preview' } {
  const isUndecided = enrichment.mode === 'preview' && enrichment.match?.company === null;
  return isOpenPreview(enrichment) || isUndecided ? { mode: 'preview' } : {};
}

interface ChooserProps extends ResultViewProps {
  readonly onChoose: (companyId: string) => void;
  readonly onCancel?: () => void;
}

function Chooser({ client, objectType, objectId, enrichment, ready, onChoose, onCancel }: ChooserProps) {
  return (
    <CompanyChooser
      candidates={enrichment.match?.candidates ?? []}
      currentId={enrichment.match?.company?.id ?? null}
      find={(query) => client.findCompanies(query, objectType, objectId)}
      onChoose={onChoose}
      onCancel={onCancel}
      isBusy={ready.run.kind === 'working'}
    />
  );
}
