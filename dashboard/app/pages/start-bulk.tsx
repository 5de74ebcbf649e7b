import { Button, Group, Modal, NumberInput, Select, Stack, Table, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { bulkRunShape, estimateShape } from '../api/shapes.ts';
import { Problem } from '../parts/states.tsx';
import { formatDuration, formatNumber } from '../words/format.ts';

const OBJECTS = [
  { value: 'companies', label: 'Companies' },
  { value: 'contacts', label: 'Contacts' },
  { value: 'deals', label: 'Deals' },
];

/** Chooses records, shows what a run would take, and starts it only then. */
export function StartBulk() {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button onClick={open}>New bulk run</Button>
      <Modal opened={isOpen} onClose={close} title="New bulk run" centered>
        <BulkForm onStarted={close} />
      </Modal>
    </>
  );
}

function BulkForm({ onStarted }: { readonly onStarted: () => void }) {
  const client = useQueryClient();
  const [objectType, setObjectType] = useState('companies');
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
        onChange={(value) => change(setObjectType)(value ?? objectType)}
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
      {estimate.data && <Estimate estimate={estimate.data.estimate} />}
      {(estimate.isError || start.isError) && <Problem error={start.error ?? estimate.error} />}
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
    </Stack>
  );
}

function Estimate({
  estimate,
}: {
  readonly estimate: {
    readonly records: number;
    readonly hubspotCalls: number;
    readonly modelTokens: number;
    readonly seconds: number;
  };
}) {
  const rows = [
    ['Records', formatNumber(estimate.records)],
    ['Calls to HubSpot', formatNumber(estimate.hubspotCalls)],
    ['Model tokens, at most', formatNumber(estimate.modelTokens)],
    ['Time, about', formatDuration(estimate.seconds * 1_000)],
  ] as const;
  return (
    <Table>
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
