import { Badge, Drawer, Group, Stack, Table, Text, Title } from '@mantine/core';
import type { HistoryItem } from '../api/shapes.ts';
import { formatDuration, formatMoment, formatNumber } from '../words/format.ts';
import { historyLabel, kindText, objectText, requesterText, wordsOf } from '../words/labels.ts';

/** All that a line says which is no enrichment: a sync without one, a change of settings, a connection. */
export function LineDetail({ item, onClose }: { readonly item: HistoryItem | null; readonly onClose: () => void }) {
  return (
    <Drawer
      opened={item !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={item === null ? '' : kindText(item.kind)}
      overlayProps={{ backgroundOpacity: 0.35 }}
    >
      {item !== null && <Detail item={item} />}
    </Drawer>
  );
}

function Detail({ item }: { readonly item: HistoryItem }) {
  const { text, color } = historyLabel(item.status, item.enrichmentStatus);
  const record =
    item.objectType === null ? kindText(item.kind) : `${objectText(item.objectType)} ${item.objectId ?? ''}`;
  const by = item.requestedBy === null ? '' : ` · by ${requesterText(item.requestedBy)}`;
  const named = (names: readonly string[]) => names.map(propertyText).join(', ');
  const facts = [
    ['Written', item.written.length === 0 ? 'nothing' : named(item.written)],
    ['Kept as it was', item.kept.length === 0 ? 'nothing' : named(item.kept)],
    ['Took', item.durationMs === null ? '–' : formatDuration(item.durationMs)],
    ['Repeated calls', formatNumber(item.retryCount)],
    ...(item.errorCode === null ? [] : [['Error code', item.errorCode]]),
  ];
  return (
    <Stack>
      <Title order={2} size="h4" className="wrap-anywhere">
        {item.company?.name ?? record}
      </Title>
      <Group gap="sm">
        <Badge color={color}>{text}</Badge>
        <Text size="sm" c="dimmed">
          {record} · {formatMoment(item.at)}
          {by}
        </Text>
      </Group>
      {item.errorMessage !== null && <Text c="red">{item.errorMessage}</Text>}
      {item.message !== null && <Text className="wrap-anywhere">{item.message}</Text>}
      {item.kind === 'sync' && item.status === 'failed' && (
        <Text size="sm" c="dimmed">
          What was sent is not kept. Send it again from your program when the reason is gone.
        </Text>
      )}
      <Table layout="fixed">
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td w={{ base: 105, sm: 150 }}>{name}</Table.Td>
              <Table.Td className="wrap-anywhere">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

/** Ours in words, as in the detail of a run; others as HubSpot names them. */
function propertyText(name: string): string {
  return name.startsWith('oppspot_') ? wordsOf(name.slice('oppspot_'.length)) : name;
}
