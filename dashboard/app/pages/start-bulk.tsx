import { Button, Group, Modal, NumberInput, Select, Stack, Table, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { bulkRunShape, estimateShape } from '../api/shapes.ts';
import { Problem } from '../parts/states.tsx';
import { formatDuration, formatNumber } from '../words/format.ts';

const OBJECTS = [
  { value: 'companies', label: 'Companies' },
  { value: 'contacts', label: 'Contacts' },
  { value: 'deals', label: 'Deals' },
] as const;

/** The records that a run is started with. */
export interface ChosenRecords {
  readonly objectType: (typeof OBJECTS)[number]['value'];
  readonly total: number;
}

interface StartBulkProps {
  readonly isPossible: boolean;
  /** Called when a run is asked for, and with null when it could not be started. */
  readonly onStarting: (records: ChosenRecords | null) => void;
}

/** Chooses records, shows what a run would take, and starts it only then. */
export function StartBulk({ isPossible, onStarting }: StartBulkProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button onClick={open} disabled={!isPossible}>
        New bulk run
      </Button>
      <Modal opened={isOpen} onClose={close} title="New bulk run">
        <BulkForm onStarting={onStarting} onStarted={close} />
      </Modal>
    </>
  );
}

function BulkForm({ onStarting, onStarted }: Pick<StartBulkProps, 'onStarting'> & { readonly onStarted: () => void }) {
  const client = useQueryClient();
  const [objectType, setObjectType] = useState<ChosenRecords['objectType']>('companies');
  const [listId, setListId] = useState('');
  const [cap, setCap] = useState<number | ''>('');
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const body = {
    objectType,
    idempotencyKey,
    ...(listId.trim() === '' ? { all: true } : { listId: listId.trim() }),
    ...(cap === '' ? {} : { cap }),
  };
  const estimate = useMutation({
    mutationFn: () => call(estimateShape, '/bulk-runs', { method: 'POST', body: { ...body, dryRun: true } }),
  });
  const start = useMutation({
    mutationFn: () => call(bulkRunShape, '/bulk-runs', { method: 'POST', body }),
    onMutate: () => onStarting({ objectType, total: estimate.data?.estimate.records ?? 0 }),
    onError: () => onStarting(null),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['bulk'] });
      onStarted();
    },
  });
  const change = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      set(value);
      estimate.reset(); // what was estimated is another run now
    };
  };
  return (
    <Stack>
      <Select
        label="Records"
        data={OBJECTS}
        allowDeselect={false}
        value={objectType}
        onChange={(value) => change(setObjectType)(OBJECTS.find((known) => known.value === value)?.value ?? objectType)}
      />
      <TextInput
        label="List"
        description="HubSpot’s id of a list. Empty: all records of the type."
        value={listId}
        onChange={(event) => change(setListId)(event.currentTarget.value)}
      />
      <NumberInput
        label="At most"
        description="Empty: no cap."
        min={1}
        allowDecimal={false}
        value={cap}
        onChange={(value) => change(setCap)(typeof value === 'number' ? value : '')}
      />
      <Estimate estimate={estimate.data?.estimate} />
      <Group justify="flex-end">
        {estimate.data === undefined ? (
          <Button loading={estimate.isPending} onClick={() => estimate.mutate()}>
            What would it take?
          </Button>
        ) : (
          <Button
            loading={start.isPending}
            disabled={estimate.data.estimate.records === 0}
            onClick={() => start.mutate()}
          >
            Start with {formatNumber(estimate.data.estimate.records)} records
          </Button>
        )}
      </Group>
      {(estimate.isError || start.isError) && <Problem error={start.error ?? estimate.error} />}
    </Stack>
  );
}

/** What the run would take; its room is there before the figures, so that the button stays under the pointer. */
function Estimate({ estimate }: { readonly estimate: z.infer<typeof estimateShape>['estimate'] | undefined }) {
  const shown = (figure: (known: NonNullable<typeof estimate>) => string) => (estimate ? figure(estimate) : '–');
  const rows = [
    ['Records', shown(({ records }) => formatNumber(records))],
    ['Calls to HubSpot', shown(({ hubspotCalls }) => formatNumber(hubspotCalls))],
    ['Model tokens, at most', shown(({ modelTokens }) => formatNumber(modelTokens))],
    ['Time, about', shown(({ seconds }) => formatDuration(seconds * 1_000))],
  ] as const;
  return (
    <Table className="figures" aria-label="What it would take" aria-live="polite">
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Td>{name}</Table.Td>
            <Table.Td ta="right">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
