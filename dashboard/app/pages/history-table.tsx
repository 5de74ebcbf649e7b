import { Badge, Paper, Table, Text, UnstyledButton } from '@mantine/core';
import { Link } from 'wouter';
import type { HistoryItem } from '../api/shapes.ts';
import { formatDuration, formatMoment } from '../words/format.ts';
import { historyLabel, kindText, objectText, requesterText, scoreColor } from '../words/labels.ts';

/** How a line is opened: a run has an address of its own, everything else shows what the line says. */
interface Opening {
  /** Filters of the list, for the address of a run. */
  readonly query: string;
  readonly onOpen: (item: HistoryItem) => void;
}

/** The lines of the history; each opens. */
export function HistoryTable({
  items,
  answers,
  isOld,
  ...opening
}: Opening & { readonly items: readonly HistoryItem[]; readonly answers: string; readonly isOld: boolean }) {
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
        {/* Lines of another question are other lines: none of the old ones wanders to a new place. */}
        <Table.Tbody key={answers}>
          {items.map((item) => (
            <Line key={item.id} item={item} {...opening} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Line({ item, ...opening }: Opening & { readonly item: HistoryItem }) {
  const { text, color } = historyLabel(item.status, item.enrichmentStatus);
  const why = item.errorMessage ?? item.message;
  return (
    <Table.Tr>
      <Table.Td>
        <What item={item} {...opening} />
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

/** The record, which opens the run where there is one, else the line. */
function What({ item, query, onOpen }: Opening & { readonly item: HistoryItem }) {
  const record =
    item.objectType === null ? kindText(item.kind) : `${objectText(item.objectType)} ${item.objectId ?? ''}`;
  const name = item.company === null ? record : `${item.company.name}`;
  const look = {
    size: 'sm',
    fw: 600,
    truncate: true,
    display: 'block',
    c: 'bright',
    td: 'none',
    title: record,
  } as const;
  if (item.enrichmentId === null) {
    return (
      <UnstyledButton onClick={() => onOpen(item)} w="100%" aria-haspopup="dialog">
        <Text {...look}>{name}</Text>
      </UnstyledButton>
    );
  }
  const href = `/history/${item.enrichmentId}${query === '' ? '' : `?${query}`}`;
  return (
    <Text {...look} component={Link} href={href}>
      {name}
    </Text>
  );
}
