import { Badge, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { bulkRunsQuery } from '../api/queries.ts';
import { type BulkRun, bulkRunShape } from '../api/shapes.ts';
import { useActiveConnection } from '../api/use-active-connection.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, LoadingRows, NoConnection, Problem } from '../parts/states.tsx';
import { formatDuration, formatMoment, formatNumber } from '../words/format.ts';
import { bulkLabel, objectText } from '../words/labels.ts';
import { StartBulk } from './start-bulk.tsx';

/** Bulk runs and where they stand, live. */
export function BulkRuns({ isAdmin }: { readonly isAdmin: boolean }) {
  const bulk = useQuery(bulkRunsQuery);
  const { connection } = useActiveConnection();
  return (
    <Page
      title="Bulk runs"
      lead="Many records in one run: watched, stopped, resumed and undone here."
      actions={isAdmin && <StartBulk isPossible={connection != null} />}
    >
      {bulk.isPending && <LoadingRows rows={3} height={150} />}
      {bulk.isError && <Problem error={bulk.error} onRetry={() => void bulk.refetch()} />}
      {bulk.data?.runs.length === 0 && connection === null && (
        <NoConnection isAdmin={isAdmin} text="Its records are what a bulk run enriches." />
      )}
      {bulk.data?.runs.length === 0 && connection != null && (
        <Empty
          title="No bulk run yet"
          text="Start one here, or select records on a list page in HubSpot. You see what it costs before it starts."
        />
      )}
      {bulk.data?.runs.map((run) => (
        <BulkPanel key={run.id} run={run} isAdmin={isAdmin} />
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

function BulkPanel({ run, isAdmin }: { readonly run: BulkRun; readonly isAdmin: boolean }) {
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
          {isAdmin && <Steering run={run} />}
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
function progressText(run: BulkRun): string {
  const started = typeof run.startedAt === 'string' ? ` · started ${formatMoment(run.startedAt)}` : '';
  return `${formatNumber(run.done)} of ${formatNumber(run.total)} done${started}${remaining(run)}`;
}

function undoText({ status, reason, restored, kept, failed }: NonNullable<BulkRun['undo']>): string {
  const counts = `${formatNumber(restored)} restored, ${formatNumber(kept)} keep later edits, ${formatNumber(failed)} failed.`;
  return `Undo ${status}: ${counts}${reason ? ` ${reason}` : ''}`;
}

function remaining({ status, etaSeconds }: BulkRun): string {
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
    <Group gap="xs" mih={36} w={{ base: '100%', xs: 'auto' }}>
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
    </Group>
  );
}
