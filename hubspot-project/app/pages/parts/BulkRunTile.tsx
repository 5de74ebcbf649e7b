import { Alert, Button, Flex, LoadingButton, ProgressBar, StatusTag, Text, Tile } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { useDisplay } from '../../../display/display.ts';
import { formatDateTime, formatNumber } from '../../../display/format.ts';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';
import { useBackend } from '../backend.ts';
import { type BulkDeed, type BulkRunWire, useBulkRun } from '../use-bulk-run.ts';
import {
  BULK_STATUS,
  isMoving,
  mayResume,
  mayStop,
  mayUndoRun,
  titleOfRun,
  wordOutcomes,
  wordTimeLeft,
  wordUndo,
} from '../words/bulk-words.ts';
import { BulkResults } from './BulkResults.tsx';

/** One bulk run: how far it is, what came of it, and what can be done. */
export function BulkRunTile({ first }: { readonly first: BulkRunWire }) {
  const { bulk } = useBackend();
  const display = useDisplay();
  const { run, working, problem, steer } = useBulkRun(bulk, first);
  const status = BULK_STATUS[run.status];
  const timeLeft = wordTimeLeft(display, run);
  const undone = wordUndo(display, run);
  return (
    <Tile compact>
      <Flex direction="column" gap="small">
        <Flex direction="row" gap="small" align="center" wrap>
          <Text format={{ fontWeight: 'demibold' }}>{titleOfRun(display, run)}</Text>
          <StatusTag variant={status.variant}>{status.label}</StatusTag>
          <Text variant="microcopy">{formatDateTime(display, run.createdAt)}</Text>
        </Flex>
        {run.statusReason && <Text>{run.statusReason}</Text>}
        <ProgressBar
          aria-label={`Progress of ${titleOfRun(display, run)}`}
          value={run.done}
          maxValue={Math.max(1, run.total)}
          valueDescription={`${formatNumber(display, run.done)} of ${formatNumber(display, run.total)}`}
          variant={run.status === 'failed' ? 'danger' : 'success'}
        />
        <Text>
          {wordOutcomes(display, run)}
          {timeLeft ? `. ${timeLeft}` : ''}
        </Text>
        {undone && <Text>{undone}</Text>}
        {problem && (
          <Alert title={wordNoAnswer(problem).title} variant="warning">
            {wordNoAnswer(problem).text}
          </Alert>
        )}
        <Steering run={run} working={working} onSteer={(deed) => void steer(deed)} />
      </Flex>
    </Tile>
  );
}

interface SteeringProps {
  readonly run: BulkRunWire;
  readonly working: BulkDeed | null;
  readonly onSteer: (deed: BulkDeed) => void;
}

function Steering({ run, working, onSteer }: SteeringProps) {
  const [isAsking, setAsking] = useState(false);
  const isBusy = working !== null;
  return (
    <Flex direction="row" gap="small" wrap>
      {!isMoving(run) && run.done > 0 && <BulkResults bulkId={run.id} />}
      {mayStop(run) && (
        <LoadingButton size="sm" loading={working === 'stop'} disabled={isBusy} onClick={() => onSteer('stop')}>
          Stop
        </LoadingButton>
      )}
      {mayResume(run) && (
        <LoadingButton size="sm" loading={working === 'resume'} disabled={isBusy} onClick={() => onSteer('resume')}>
          Resume
        </LoadingButton>
      )}
      {mayUndoRun(run) && !isAsking && (
        <Button size="sm" disabled={isBusy} onClick={() => setAsking(true)}>
          Undo this run…
        </Button>
      )}
      {mayUndoRun(run) && isAsking && (
        <>
          <LoadingButton
            size="sm"
            variant="destructive"
            loading={working === 'undo'}
            disabled={isBusy}
            onClick={() => onSteer('undo')}
          >
            Take back all it wrote
          </LoadingButton>
          <Button size="sm" disabled={isBusy} onClick={() => setAsking(false)}>
            Keep
          </Button>
        </>
      )}
    </Flex>
  );
}
