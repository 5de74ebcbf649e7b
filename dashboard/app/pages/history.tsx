import { Badge, Button, Group, Paper, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { historyQuery } from '../api/queries.ts';
import type { HistoryItem } from '../api/shapes.ts';
import { Page } from '../parts/page.tsx';
import { Empty, LoadingRows, Problem } from '../parts/states.tsx';
import { formatDuration, formatMoment } from '../words/format.ts';
import { historyLabel, kindText, objectText, requesterText, scoreColor } from '../words/labels.ts';
import { RunDetail } from './run-detail.tsx';

const STATUSES = [
  { value: 'success', label: 'Success' },
  { value: 'failed', label: 'Failed' },
  { value: 'pending', label: 'Running' },
];
const KINDS = ['enrichment', 'sync', 'undo', 'settings', 'install', 'disconnect', 'forget'].map((value) => ({
  value,
  label: kindText(value),
}));
const OBJECTS = ['contacts', 'companies', 'deals'].map((value) => ({ value, label: objectText(value) }));

/** Everything that was done, to be filtered, searched and opened. What is chosen is in the address, so it can be shared. */
export function History({ openId }: { readonly openId: string | null }) {
  const [search, setSearch] = useSearchParams();
  const [, navigate] = useLocation();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const chosen = (name: string) => search.get(name) ?? '';
  const filter = {
    search: chosen('search'),
    status: chosen('status'),
    kind: chosen('kind'),
    objectType: chosen('objectType'),
  };
  const history = useQuery(historyQuery({ ...filter, cursor: cursors.at(-1) ?? null }));
  const choose = (name: string, value: string | null) => {
    setCursors([]);
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });
  };
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <Page title="Sync history" lead="What was read, decided and written, newest first.">
      <Filters chosen={chosen} onChoose={choose} />
      {history.isError && <Problem error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && <LoadingRows rows={12} height={52} />}
      {history.data?.items.length === 0 && (
        <NothingFound isFiltered={isFiltered} onClear={() => navigate('/history')} />
      )}
      {history.data !== undefined && history.data.items.length > 0 && (
        <Stack gap="sm">
          <Lines items={history.data.items} query={search.toString()} isOld={history.isPlaceholderData} />
          <Group justify="flex-end">
            <Button
              variant="default"
              size="sm"
              disabled={cursors.length === 0}
              onClick={() => setCursors(cursors.slice(0, -1))}
            >
              Newer
            </Button>
            <Button
              variant="default"
              size="sm"
              disabled={history.data.nextCursor === null || history.isPlaceholderData}
              onClick={() =>
                setCursors([...cursors, ...(history.data.nextCursor === null ? [] : [history.data.nextCursor])])
              }
            >
              Older
            </Button>
          </Group>
        </Stack>
      )}
      <RunDetail id={openId} onClose={() => navigate(`/history${search.size > 0 ? `?${search}` : ''}`)} />
    </Page>
  );
}

function Filters({
  chosen,
  onChoose,
}: {
  readonly chosen: (name: string) => string;
  readonly onChoose: (name: string, value: string | null) => void;
}) {
  const searchSoon = useDebouncedCallback((value: string) => onChoose('search', value.trim()), 300);
  const [typed, setTyped] = useState(chosen('search'));
  const select = (name: string, label: string, data: typeof STATUSES) => (
    <Select
      label={label}
      placeholder="All"
      data={data}
      clearable
      clearButtonProps={{ 'aria-label': `All of ${label.toLowerCase()}` }}
      value={chosen(name) || null}
      onChange={(value) => onChoose(name, value)}
      w={{ base: '100%', xs: 135 }}
    />
  );
  return (
    <Group align="flex-end" gap="sm" component="search">
      <TextInput
        label="Search"
        placeholder="Company, number, record id, error"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          searchSoon(event.currentTarget.value);
        }}
        maxLength={100}
        w={{ base: '100%', xs: 235 }}
      />
      {select('status', 'Status', STATUSES)}
      {select('kind', 'Kind', KINDS)}
      {select('objectType', 'Record', OBJECTS)}
    </Group>
  );
}

function NothingFound({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (!isFiltered) {
    return (
      <Empty
        title="Nothing has happened yet"
        text="Enrich a record in HubSpot, sync one through the API, or start a bulk run: it shows up here at once."
      />
    );
  }
  return (
    <Empty title="Nothing fits" text="No line has all of what you chose.">
      <Button variant="default" onClick={onClear}>
        Show everything
      </Button>
    </Empty>
  );
}

function Lines({
  items,
  query,
  isOld,
}: {
  readonly items: readonly HistoryItem[];
  readonly query: string;
  readonly isOld: boolean;
}) {
  return (
    <Paper p={0} style={{ opacity: isOld ? 0.6 : 1 }} aria-busy={isOld}>
      <Table highlightOnHover layout="fixed" miw={0}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th w={{ base: 125, sm: 150 }}>Outcome</Table.Th>
            <Table.Th w={70} visibleFrom="sm" ta="right">
              Score
            </Table.Th>
            <Table.Th w={190} visibleFrom="lg">
              Written
            </Table.Th>
            <Table.Th w={195} visibleFrom="sm">
              When
            </Table.Th>
            <Table.Th w={90} visibleFrom="lg" ta="right">
              Took
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Line key={item.id} item={item} query={query} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Line({ item, query }: { readonly item: HistoryItem; readonly query: string }) {
  const { text, color } = historyLabel(item.status, item.enrichmentStatus);
  const why = item.errorMessage ?? item.message;
  return (
    <Table.Tr>
      <Table.Td>
        <What item={item} query={query} />
        <Text size="xs" c="dimmed" truncate title={why ?? undefined}>
          {item.objectType === null || item.company === null
            ? ''
            : `${objectText(item.objectType)} ${item.objectId ?? ''} · `}
          {kindText(item.kind)}
          {item.requestedBy ? ` by ${requesterText(item.requestedBy)}` : ''}
          {why === null ? '' : ` · ${why}`}
        </Text>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {formatMoment(item.at)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge color={color}>{text}</Badge>
      </Table.Td>
      <Table.Td visibleFrom="sm" ta="right">
        {item.score === null ? (
          <Text span c="dimmed">
            –
          </Text>
        ) : (
          <Badge color={scoreColor(item.score)}>{item.score}</Badge>
        )}
      </Table.Td>
      <Table.Td visibleFrom="lg">
        <Text size="sm">
          {item.written.length === 0
            ? 'nothing'
            : `${item.written.length} ${item.written.length === 1 ? 'property' : 'properties'}`}
          {item.kept.length === 0 ? '' : `, ${item.kept.length} kept`}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm">{formatMoment(item.at)}</Text>
      </Table.Td>
      <Table.Td visibleFrom="lg" ta="right">
        <Text size="sm">{item.durationMs === null ? '–' : formatDuration(item.durationMs)}</Text>
      </Table.Td>
    </Table.Tr>
  );
}

/** The record, which opens the run where there is one. */
function What({ item, query }: { readonly item: HistoryItem; readonly query: string }) {
  const record =
    item.objectType === null ? kindText(item.kind) : `${objectText(item.objectType)} ${item.objectId ?? ''}`;
  const name = item.company === null ? record : `${item.company.name}`;
  if (item.enrichmentId === null) return <Text size="sm">{name}</Text>;
  const href = `/history/${item.enrichmentId}${query === '' ? '' : `?${query}`}`;
  return (
    <Text size="sm" fw={600} truncate component={Link} href={href} display="block" c="bright" td="none" title={record}>
      {name}
    </Text>
  );
}
