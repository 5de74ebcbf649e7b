import { Anchor, Badge, Button, Drawer, Group, List, Stack, Table, Tabs, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client.ts';
import { runQuery } from '../api/queries.ts';
import { type HistoryItem, type Run, runShape, startedRunShape } from '../api/shapes.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { LoadingRows, Problem } from '../parts/states.tsx';
import { formatDay, formatDuration, formatMoment, formatShare } from '../words/format.ts';
import { historyLabel, objectText, requesterText, sourceText, wordsOf } from '../words/labels.ts';
import { ScoreParts } from './score-parts.tsx';

/** One run with what it rests on and what it changed, beside the table it was opened from. */
export function RunDetail({
  id,
  lines,
  onClose,
}: {
  readonly id: string | null;
  /** Of the history, as far as they are about this run and on the screen. */
  readonly lines: readonly HistoryItem[];
  readonly onClose: () => void;
}) {
  const run = useQuery({ ...runQuery(id ?? ''), enabled: id !== null });
  return (
    <Drawer
      opened={id !== null}
      onClose={onClose}
      position="right"
      size="xl"
      title="Enrichment"
      overlayProps={{ backgroundOpacity: 0.35 }}
    >
      {run.isError && <Problem error={run.error} onRetry={() => void run.refetch()} />}
      {run.isPending && <LoadingRows rows={8} />}
      {run.data?.status === 'running' && (
        <Text>This record is being enriched. The result shows here when it is there.</Text>
      )}
      {run.data && run.data.status !== 'running' && <Detail run={run.data} lines={lines} />}
    </Drawer>
  );
}

function Detail({ run, lines }: { readonly run: Run; readonly lines: readonly HistoryItem[] }) {
  const { text, color } = historyLabel('pending', run.status);
  const record = `${objectText(run.objectType)} ${run.objectId}`;
  const took = run.durationMs === null ? '' : ` · ${formatDuration(run.durationMs)}`;
  return (
    <Stack>
      <Title order={2} size="h4" className="wrap-anywhere">
        {run.match?.company?.name ?? record}
      </Title>
      <Group gap="sm">
        <Badge color={color}>{text}</Badge>
        <Text size="sm" c="dimmed">
          {record} · {formatMoment(run.createdAt)} · by {requesterText(run.requestedBy)}
          {took}
        </Text>
      </Group>
      {run.error !== null && <Text c="red">{run.error.message}</Text>}
      {run.summary !== null && <Text>{run.summary.text}</Text>}
      {lines
        .flatMap(({ id, message }) => (message === null ? [] : [{ id, message }]))
        .map(({ id, message }) => (
          <Text key={id} size="sm" c="dimmed">
            Log: {message}
          </Text>
        ))}
      <Actions key={run.id} run={run} />
      <Tabs defaultValue="changes" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="changes">Changes ({run.changes.length})</Tabs.Tab>
          <Tabs.Tab value="evidence">Evidence ({run.evidence.length})</Tabs.Tab>
          <Tabs.Tab value="score">Score</Tabs.Tab>
          <Tabs.Tab value="sources">Sources</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="changes" pt="md">
          <Changes run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="evidence" pt="md">
          <Evidence run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="score" pt="md">
          <ScoreParts run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="sources" pt="md">
          <Sources run={run} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Actions({ run }: { readonly run: Run }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [retryKey] = useState(() => crypto.randomUUID());
  const retry = useMutation({
    mutationFn: () =>
      call(startedRunShape, `/enrichments/${run.id}/retry`, { method: 'POST', body: { idempotencyKey: retryKey } }),
    onSuccess: ({ enrichment }) => {
      void client.invalidateQueries({ queryKey: ['history'] });
      navigate(`/history/${enrichment.id}${location.search}`);
    },
  });
  const undo = useMutation({
    mutationFn: () => call(runShape, `/enrichments/${run.id}/undo`, { method: 'POST', body: {} }),
    onSuccess: ({ enrichment }) => {
      client.setQueryData(runQuery(run.id).queryKey, enrichment);
      void client.invalidateQueries({ queryKey: ['history'] });
    },
  });
  const { possibleUntil, undoneAt } = run.undo;
  const mayUndo = possibleUntil !== null && undoneAt === null && run.status !== 'running';
  const count = run.changes.filter(({ written }) => written).length;
  return (
    <Stack gap="xs">
      {/* What takes the place of the button takes no more room than it. */}
      <Group gap="xs" mih={44} wrap="nowrap">
        <Button
          size="sm"
          flex="none"
          variant="default"
          loading={retry.isPending}
          disabled={run.status === 'running'}
          onClick={() => retry.mutate()}
        >
          Enrich again
        </Button>
        {mayUndo && (
          <ConfirmButton
            label="Undo"
            title="Undo this enrichment?"
            text={`${count} ${count === 1 ? 'property goes' : 'properties go'} back to what the record said before. What a person changed since is kept and listed. Possible until ${formatDay(possibleUntil)}.`}
            isBusy={undo.isPending}
            error={undo.error}
            onConfirm={() => undo.mutateAsync()}
          />
        )}
        {undoneAt !== null && (
          <Text size="sm" role="status">
            Undone {formatMoment(undoneAt)}.
          </Text>
        )}
      </Group>
      {retry.isError && <Problem error={retry.error} />}
    </Stack>
  );
}

function Changes({ run }: { readonly run: Run }) {
  if (run.changes.length === 0) return <Text c="dimmed">Nothing was to be changed.</Text>;
  return (
    <Table layout="fixed" className="changes">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Property</Table.Th>
          <Table.Th>Before</Table.Th>
          <Table.Th>After</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {run.changes.map((change) => (
          <Table.Tr key={change.property}>
            <Table.Td className="wrap-anywhere">
              <Text size="sm" fw={600}>
                {wordsOf(change.property.replace(/^oppspot_/, ''))}
              </Text>
              <Text size="xs" c="dimmed">
                {change.written ? 'written' : change.decision === 'keep' ? 'kept' : 'not written'} · {change.reason}
              </Text>
            </Table.Td>
            <Table.Td className="wrap-anywhere" data-label="Before">
              <Value text={change.before} />
            </Table.Td>
            <Table.Td className="wrap-anywhere" data-label="After">
              <Value text={change.after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Value({ text }: { readonly text: string | null }) {
  if (text === null || text === '') {
    return (
      <Text size="sm" c="dimmed" fs="italic">
        empty
      </Text>
    );
  }
  return (
    <Text size="sm" lineClamp={6} style={{ whiteSpace: 'pre-line' }}>
      {text}
    </Text>
  );
}

function Evidence({ run }: { readonly run: Run }) {
  if (run.evidence.length === 0) return <Text c="dimmed">No source told anything about this record.</Text>;
  return (
    <List listStyleType="none" spacing="md">
      {run.evidence.map((item) => (
        <List.Item key={item.id}>
          <Text size="sm" fw={600}>
            {item.url === null ? (
              item.title
            ) : (
              <Anchor href={item.url} target="_blank" rel="noreferrer noopener">
                {item.title}
              </Anchor>
            )}
          </Text>
          <Text size="sm" className="wrap-anywhere">
            {item.snippet}
          </Text>
          <Text size="xs" c="dimmed">
            {sourceText(item.source)} · read {formatMoment(item.fetchedAt)}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

function Sources({ run }: { readonly run: Run }) {
  return (
    <Stack gap="md">
      {run.match !== null && (
        <div>
          <Title order={3} size="h6">
            Match: {formatShare(run.match.confidence)}
          </Title>
          <Text size="sm" c="dimmed">
            {run.match.reasons.join('; ') || 'no reason was recorded'}
          </Text>
        </div>
      )}
      <Table layout="fixed">
        <Table.Tbody>
          {run.sources.map((source) => (
            <Table.Tr key={source.name}>
              <Table.Td w={150}>{sourceText(source.name)}</Table.Td>
              <Table.Td>
                {wordsOf(source.status)}
                {source.reason ? `: ${source.reason}` : ''}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
