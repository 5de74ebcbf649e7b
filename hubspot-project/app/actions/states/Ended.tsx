import { Alert, Button, Flex, LoadingButton, LoadingSpinner } from '@hubspot/ui-extensions';
import { useDisplay } from '../../../display/display.ts';
import type { Bulk } from '../bulk-state.ts';
import { countRecords, outcomeLines, undoWords } from '../words/bulk-words.ts';
import { Lines } from './Lines.tsx';
import { Problem } from './Problem.tsx';
import type { RunProps } from './run-props.ts';

/** A run that is over, or was given up: counts, the way to the results, and the way back. */
export function Ended({
  bulk,
  isSteering,
  problem,
  control,
  onShowList,
}: RunProps & { readonly onShowList: () => void }) {
  const display = useDisplay();
  const records = countRecords(display, bulk.done, bulk.objectType);
  const mayUndo = (bulk.undo === null || bulk.undo.status === 'failed') && bulk.done > 0;
  return (
    <Flex direction="column" gap="medium">
      {bulk.status === 'failed' ? (
        <Alert title="The run could not go on" variant="error">
          {bulk.statusReason ?? 'Something went wrong on our side.'} {records} were done before; what was written stays.
        </Alert>
      ) : (
        <Alert title={`Done: ${records}`} variant="success">
          {bulk.undo === null ? advice(bulk) : 'See below what its undo did.'}
        </Alert>
      )}
      <Lines lines={outcomeLines(display, bulk)} />
      <Undo undo={bulk.undo} />
      <Problem problem={problem} />
      <Flex direction="row" gap="small">
        {bulk.status === 'failed' ? (
          <LoadingButton variant="primary" loading={isSteering} onClick={control.resume}>
            Resume
          </LoadingButton>
        ) : (
          <Button variant="primary" onClick={onShowList} disabled={isSteering}>
            Reload the list
          </Button>
        )}
        {mayUndo && (
          <LoadingButton loading={isSteering} onClick={control.undo}>
            {bulk.undo === null ? 'Undo this run' : 'Try the undo again'}
          </LoadingButton>
        )}
      </Flex>
    </Flex>
  );
}

function Undo({ undo }: { readonly undo: Bulk['undo'] }) {
  if (undo === null) return null;
  if (undo.status === 'running') return <LoadingSpinner label="Undoing the run" showLabel />;
  const { title, variant } = UNDO_ALERTS[undo.status];
  return (
    <Alert title={title} variant={variant}>
      {undo.reason ? `${undo.reason} ` : ''}
      {undoWords(undo)}
    </Alert>
  );
}

const UNDO_ALERTS = {
  paused: { title: 'The undo is paused', variant: 'warning' },
  completed: { title: 'The run was undone', variant: 'success' },
  failed: { title: 'The undo could not finish', variant: 'error' },
} as const;

function advice({ needsReview, failed }: Bulk): string {
  if (needsReview > 0) return 'Open the records that need a choice, and choose the company in the card.';
  return failed > 0 ? 'Open a failed record to see why.' : 'Every record says in its card what was written and why.';
}
