import { EmptyState, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { Unanswered } from '../../display/Unanswered.tsx';
import type { Selection } from './bulk-state.ts';
import { Ended } from './states/Ended.tsx';
import { Estimated } from './states/Estimated.tsx';
import { Running } from './states/Running.tsx';
import { Stopped } from './states/Stopped.tsx';
import type { BulkControl } from './use-bulk-run.ts';

interface BulkViewProps {
  readonly control: BulkControl;
  readonly selection: Selection;
  readonly onShowList: () => void;
}

/** Shows where the action stands. */
export function BulkView({ control, selection, onShowList }: BulkViewProps) {
  const { state } = control;
  if (selection.objectIds.length === 0)
    return (
      <EmptyState title="No records selected" layout="vertical" imageName="companies">
        <Text>Select records in the list, then choose this action again.</Text>
      </EmptyState>
    );
  switch (state.kind) {
    case 'estimating':
      return <LoadingSpinner label="Working out what this takes" showLabel layout="centered" />;
    case 'no_estimate':
      return <Unanswered problem={state.problem} onTryAgain={control.estimateAgain} />;
    case 'estimated':
      return <Estimated {...state} control={control} selection={selection} />;
    case 'run':
      switch (state.bulk.status) {
        case 'queued':
        case 'running':
        case 'paused':
          return <Running {...state} control={control} />;
        case 'stopped':
          return <Stopped {...state} control={control} onShowList={onShowList} />;
        case 'completed':
        case 'failed':
          return <Ended {...state} control={control} onShowList={onShowList} />;
      }
  }
}
