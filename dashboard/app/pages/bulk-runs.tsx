import { Badge, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { call } from '../api/client.ts';
import { bulkRunsQuery } from '../api/queries.ts';
import { type BulkRun, bulkRunShape } from '../api/shapes.ts';
import { useActiveConnection } from '../api/use-active-connection.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, LoadingRows, NoConnection, Problem } from '../parts/states.tsx';
import { formatDuration, formatMoment, formatNumber } from '../words/format.ts';
import { bulkLabel, objectText } from '../words/labels.ts';
import { type ChosenRecords, StartBulk } from './start-bulk.tsx';

/** Bulk runs and where they stand, live. */
export function BulkRuns({ isAdmin }: { readonly isAdmin: boolean }) {
  const bulk = useQuery(bulkRunsQuery);
  const { connection } = useActiveConnection();
  const [awaited, setAwaited] = useState<AwaitedRun | null>(null);
  const runs = bulk.data?.runs;
  const isAwaited = awaited !== null && (runs ?? []).every(({ id }) => awaited.known.has(id));
  const isEmpty = runs?.length === 0 && !isAwaited;
  const awaitRun = (records: ChosenRecords | null) =>
    setAwaited(records && { ...records, known: new Set(runs?.map(({ id }) => id)) });
  return (
    <Page
      title="Bulk runs"
      lead="Many records in one run: watched, stopped, resumed and undone here."
      actions={isAdmin && <StartBulk isPossible={connection != null} onStarting={awaitRun} />}
    >
      {bulk.isPending && <LoadingRows rows={3} height={150} />}
      {bulk.isError && <Problem error={bulk.error} onRetry={() => void bulk.refetch()} />}
      {isEmpty && connection === null && (
        <NoConnection isAdmin={isAdmin} text="Its records are what a bulk run enriches." />
      )}
      {isEmpty && connection != null && (
        <Empty
          title="No bulk run yet"
          text="Start one here, or select records on a list page in HubSpot. You see what it costs before it starts."
        />
      )}
      {isAwaited && <BulkPanel run={{ ...NOT_BEGUN, ...awaited }} steering={<SteeringRoom />} />}
      {runs?.map((run) => (
        <BulkPanel key={run.id} run={run} steering={isAdmin && <Steering run={run} />} />
      ))}
    </Page>
  );
}

const OUTCOMES = [
  ['enriched', 'enriched', 'teal'],
  ['unchanged', 'unchanged', 'gray'],
  ['needsReview', 'need review', 'yellow'],
  ['noMatch', 'no match', 'blue'],
  ['insufficientData', 'too little data', 'orange'],
  ['failed', 'failed', 'red'],
] as const;

/** A run that was asked for just now, and the runs that were there before it. */
interface AwaitedRun extends ChosenRecords {
  readonly known: ReadonlySet<string>;
}

/** What a panel shows of a run. */
type ShownRun = Pick<
  BulkRun,
  'objectType' | 'status' | 'total' | 'done' | 'startedAt' | 'etaSeconds' | 'undo' | 'statusReason'
> &
  Readonly<Record<(typeof OUTCOMES)[number][0], number>>;

/**
 * How the panel of a run looks that the backend has not named yet: it takes its place when somebody starts it, so that the
 * runs below move then, and not when the answer comes.
 */
const NOT_BEGUN = {
  status: 'queued',
  done: 0,
  enriched: 0,
  unchanged: 0,
  needsReview: 0,
  noMatch: 0,
  insufficientData: 0,
  failed: 0,
  startedAt: null,
  etaSeconds: null,
  undo: null,
  statusReason: null,
} as const;

function BulkPanel({ run, steering }: { readonly run: ShownRun; readonly steering: ReactNode }) {
  const { text, color } = bulkLabel(run.status);
  const title = `${formatNumber(run.total)} ${objectText(run.objectType).toLowerCase()} records`;
  return (
    <Paper component="section" aria-label={`Bulk run of ${title}`}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <div>
            <Group gap="sm">
              <Title order={2} size="h4">
                {title}
              </Title>
              <Badge color={color} aria-live="polite">
                {text}
              </Badge>
            </Group>
            <Text size="sm" c="dimmed" className="figures" mih={{ base: 44, xs: 0 }}>
              {progressText(run)}
            </Text>
          </div>
          {steering}
        </Group>
        <Progress.Root size="lg" aria-label={`${run.done} of ${run.total} done`}>
          {OUTCOMES.filter(([name]) => run[name] > 0).map(([name, label, barColor]) => (
            <Progress.Section
              key={name}
              value={(run[name] / Math.max(1, run.total)) * 100}
              color={barColor}
              aria-label={`${run[name]} ${label}`}
            />
          ))}
        </Progress.Root>
        {/* In columns: a figure that grows by a digit moves no other. */}
        <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }} spacing="xs" className="figures">
          {OUTCOMES.map(([name, label, dot]) => (
            <Badge key={name} variant="dot" color={dot} fullWidth className="from-left">
              {`${formatNumber(run[name])} ${label}`}
            </Badge>
          ))}
        </SimpleGrid>
        {/* Its room is there before the words, for what is below. */}
        <Text size="sm" role="status" mih={{ base: 66, xs: 44, md: 22 }}>
          {run.undo ? undoText(run.undo) : run.statusReason}
        </Text>
      </Stack>
    </Paper>
  );
}

/** In one text: parts of their own would move when one before them grows. */
function progressText(run: ShownRun): string {
  const started = typeof run.startedAt === 'string' ? ` · started ${formatMoment(run.startedAt)}` : '';
  return `${formatNumber(run.done)} of ${formatNumber(run.total)} done${started}${remaining(run)}`;
}

function undoText({ status, reason, restored, kept, failed }: NonNullable<BulkRun['undo']>): string {
  const counts = `${formatNumber(restored)} restored, ${formatNumber(kept)} keep later edits, ${formatNumber(failed)} failed.`;
  return `Undo ${status}: ${counts}${reason ? ` ${reason}` : ''}`;
}

function remaining({ status, etaSeconds }: ShownRun): string {
  const isMoving = status === 'running' || status === 'queued';
  return isMoving && typeof etaSeconds === 'number' ? ` · about ${formatDuration(etaSeconds * 1_000)} left` : '';
}

function Steering({ run }: { readonly run: BulkRun }) {
  const client = useQueryClient();
  const steer = useMutation({
    mutationFn: (action: 'stop' | 'resume' | 'undo') =>
      call(bulkRunShape, `/bulk-runs/${run.id}/${action}`, { method: 'POST', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['bulk'] }),
  });
  const isWorking = run.status === 'queued' || run.status === 'running' || run.status === 'paused';
  const isBeingUndone = run.undo?.status === 'running' || run.undo?.status === 'paused';
  const common = { isBusy: steer.isPending, error: steer.error };
  return (
    <SteeringRoom>
      {isWorking && (
        <ConfirmButton
          {...common}
          label="Stop"
          title="Stop this run?"
          text="Records that are being written are finished; the rest is left as it is. You can resume later."
          onConfirm={() => steer.mutateAsync('stop')}
        />
      )}
      {(run.status === 'stopped' || run.status === 'paused' || run.status === 'failed') && !isBeingUndone && (
        <ConfirmButton
          {...common}
          label="Resume"
          title="Resume this run?"
          text={`It goes on with the ${formatNumber(run.total - run.done)} records that are left.`}
          onConfirm={() => steer.mutateAsync('resume')}
        />
      )}
      {!isWorking && run.done > 0 && !isBeingUndone && run.undo?.status !== 'completed' && (
        <ConfirmButton
          {...common}
          label="Undo"
          isDangerous
          title="Undo this run?"
          text="Every value that the run wrote goes back to what it was. What people changed since is kept and counted."
          onConfirm={() => steer.mutateAsync('undo')}
        />
      )}
    </SteeringRoom>
  );
}

/** As high with buttons as without. */
function SteeringRoom({ children }: { readonly children?: ReactNode }) {
  return (
    <Group gap="xs" mih={36} w={{ base: '100%', xs: 'auto' }}>
      {children}
    </Group>
  );
}
