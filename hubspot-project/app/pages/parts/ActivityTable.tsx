import {
  Button,
  Flex,
  Link,
  LoadingButton,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { ActivityItemWire } from '../../../contract/activity.ts';
import { useDisplay } from '../../../display/display.ts';
import { formatDateTime } from '../../../display/format.ts';
import { recordUrl } from '../../../display/record-url.ts';
import { useBackend } from '../backend.ts';
import { askerOf, mayUndo, outcomeOf, recordOf, titleOf } from '../words/activity-words.ts';

interface ActivityTableProps {
  readonly items: readonly ActivityItemWire[];
  /** null: records are named, not linked. */
  readonly hubspotUrl: string | null;
  /** Absent: the table only shows. */
  readonly undo?: {
    readonly asking: string | null;
    readonly isWorking: boolean;
    readonly onAsk: (itemId: string | null) => void;
    readonly onUndo: (item: ActivityItemWire) => void;
  };
}

const STATUS = {
  success: { variant: 'success', label: 'Done' },
  failed: { variant: 'danger', label: 'Failed' },
  pending: { variant: 'info', label: 'Under way' },
} as const;

/** What the app did, newest first. */
export function ActivityTable({ items, hubspotUrl, undo }: ActivityTableProps) {
  const display = useDisplay();
  return (
    <Table density="condensed">
      <TableHead>
        <TableRow>
          <TableHeader width={150}>When</TableHeader>
          <TableHeader width={260}>What</TableHeader>
          <TableHeader>Result</TableHeader>
          <TableHeader width="min">State</TableHeader>
          {undo && <TableHeader width="min"> </TableHeader>}
        </TableRow>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <TableRow key={item.id}>
            <TableCell width={150}>{formatDateTime(display, item.at)}</TableCell>
            <TableCell width={260}>
              <What item={item} hubspotUrl={hubspotUrl} />
            </TableCell>
            <TableCell>
              <Text>{outcomeOf(item)}</Text>
            </TableCell>
            <TableCell width="min">
              <StatusTag variant={STATUS[item.status].variant}>{STATUS[item.status].label}</StatusTag>
            </TableCell>
            {undo && (
              <TableCell width="min">
                {mayUndo(item, items, Date.now()) && <UndoButton item={item} undo={undo} />}
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function What({ item, hubspotUrl }: { readonly item: ActivityItemWire; readonly hubspotUrl: string | null }) {
  const { portalId } = useBackend();
  const record = recordOf(item);
  const asker = askerOf(item);
  const { objectType, objectId } = item;
  return (
    <Flex direction="column" gap="flush">
      <Text>{titleOf(item)}</Text>
      {record && hubspotUrl && objectType && objectId ? (
        <Link href={recordUrl(hubspotUrl, portalId, objectType, objectId)}>{record}</Link>
      ) : (
        record && <Text>{record}</Text>
      )}
      {asker && <Text variant="microcopy">By {asker}</Text>}
    </Flex>
  );
}

function UndoButton({ item, undo }: { item: ActivityItemWire; undo: NonNullable<ActivityTableProps['undo']> }) {
  if (undo.asking !== item.id)
    return (
      <Button size="xs" disabled={undo.isWorking} onClick={() => undo.onAsk(item.id)}>
        Undo
      </Button>
    );
  return (
    <Flex direction="column" gap="extra-small">
      <LoadingButton size="xs" variant="destructive" loading={undo.isWorking} onClick={() => undo.onUndo(item)}>
        Take back {item.written.length}
      </LoadingButton>
      <Button size="xs" disabled={undo.isWorking} onClick={() => undo.onAsk(null)}>
        Keep
      </Button>
    </Flex>
  );
}
