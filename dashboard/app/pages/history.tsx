import { Box, Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { historyQuery } from '../api/queries.ts';
import type { HistoryItem } from '../api/shapes.ts';
import { useSteadyPage } from '../api/use-steady-page.ts';
import { Page } from '../parts/page.tsx';
import { Empty, LoadingRows, Problem } from '../parts/states.tsx';
import { kindText, objectText } from '../words/labels.ts';
import { HistoryTable } from './history-table.tsx';
import { LineDetail } from './line-detail.tsx';
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
  const [openLine, setOpenLine] = useState<HistoryItem | null>(null);
  const query = { ...filter, cursor: cursors.at(-1) ?? null };
  const history = useQuery(historyQuery(query));
  const { page, answers, isOld, isBehind, showNew } = useSteadyPage({
    newest: history.isPlaceholderData ? undefined : history.data,
    chosen: JSON.stringify(query),
    isFetching: history.isFetching,
  });
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
      <Turning
        news={{ isBehind, onShow: showNew }}
        onNewer={cursors.length === 0 ? null : () => setCursors(cursors.slice(0, -1))}
        onOlder={isOld || !page?.nextCursor ? null : () => setCursors([...cursors, page.nextCursor ?? ''])}
      />
      {history.isError && <Problem error={history.error} onRetry={() => void history.refetch()} />}
      {page === undefined && !history.isError && <LoadingRows rows={12} height={52} />}
      {page?.items.length === 0 && <NothingFound isFiltered={isFiltered} onClear={() => navigate('/history')} />}
      {page !== undefined && page.items.length > 0 && (
        <HistoryTable
          items={page.items}
          answers={answers}
          query={search.toString()}
          isOld={isOld}
          onOpen={setOpenLine}
        />
      )}
      <RunDetail
        id={openId}
        lines={page?.items.filter(({ enrichmentId }) => enrichmentId === openId) ?? []}
        onClose={() => {
          navigate(`/history${search.size > 0 ? `?${search}` : ''}`);
          showNew(); // what the person did meanwhile is on top
        }}
      />
      <LineDetail item={openLine} onClose={() => setOpenLine(null)} />
    </Page>
  );
}

/** Above the lines, so that it stays under the pointer however many lines a page has. Null: there is no such page. */
function Turning({
  news,
  onNewer,
  onOlder,
}: {
  readonly news: { readonly isBehind: boolean; readonly onShow: () => void };
  readonly onNewer: (() => void) | null;
  readonly onOlder: (() => void) | null;
}) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Box role="status" w={NEWS_WIDTH} mr="auto">
        <Button
          variant={news.isBehind ? 'light' : 'default'}
          disabled={!news.isBehind}
          onClick={news.onShow}
          fullWidth
          justify="flex-start"
        >
          {news.isBehind ? 'Show what is new' : 'Up to date'}
        </Button>
      </Box>
      <Button variant="default" px="sm" disabled={onNewer === null} onClick={() => onNewer?.()}>
        Newer
      </Button>
      <Button variant="default" px="sm" disabled={onOlder === null} onClick={() => onOlder?.()}>
        Older
      </Button>
    </Group>
  );
}

/** The same for either word, as it changes while people read. */
const NEWS_WIDTH = 170;

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
