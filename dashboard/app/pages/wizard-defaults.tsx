import { Button, Group, Select, SimpleGrid, Stack, Switch, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { type Connection, connectionShape } from '../api/shapes.ts';
import { Problem } from '../parts/states.tsx';

const SWITCHES = [
  ['auto_enrich', 'Enrich what is synced', 'Finds the company, its signals and its evidence.'],
  ['auto_score', 'Score what is enriched', 'Writes the score and its parts to the record.'],
  ['auto_assign', 'Assign owners', 'By the rules of your settings. Nothing happens before there are rules.'],
  ['auto_create_tasks', 'Create tasks for hot leads', 'One task a record at most, for its owner.'],
] as const;

/** Which way values go. */
export const DIRECTIONS = [
  { value: 'bidirectional', label: 'Both ways' },
  { value: 'to_crm', label: 'Only to HubSpot' },
  { value: 'from_crm', label: 'Only from HubSpot' },
];
/** When they go. */
export const FREQUENCIES = [
  { value: 'realtime', label: 'At once' },
  { value: 'hourly', label: 'Every hour' },
  { value: 'daily', label: 'Every day' },
  { value: 'manual', label: 'Only when asked' },
];

/** What a connection does by itself. */
export function DefaultsForm({ connection, onDone }: { readonly connection: Connection; readonly onDone: () => void }) {
  const client = useQueryClient();
  const { auto_enrich, auto_score, auto_assign, auto_create_tasks, sync_direction, sync_frequency } = connection;
  const [chosen, setChosen] = useState({
    auto_enrich,
    auto_score,
    auto_assign,
    auto_create_tasks,
    sync_direction: String(sync_direction),
    sync_frequency: String(sync_frequency),
  });
  const save = useMutation({
    mutationFn: () =>
      call(z.looseObject({ connection: connectionShape }), `/connections/${connection.id}`, {
        method: 'PUT',
        body: chosen,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['connections'], exact: true });
      onDone();
    },
  });
  return (
    <Stack>
      <Title order={2} size="h4">
        What should happen by itself in account {connection.account_id}?
      </Title>
      <Stack gap="md">
        {SWITCHES.map(([name, label, description]) => (
          <Switch
            key={name}
            label={label}
            description={description}
            checked={chosen[name]}
            onChange={(event) => setChosen({ ...chosen, [name]: event.currentTarget.checked })}
          />
        ))}
      </Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }} maw={520}>
        <Select
          label="Direction"
          data={DIRECTIONS}
          allowDeselect={false}
          value={chosen.sync_direction}
          onChange={(value) => setChosen({ ...chosen, sync_direction: value ?? chosen.sync_direction })}
        />
        <Select
          label="Frequency"
          data={FREQUENCIES}
          allowDeselect={false}
          value={chosen.sync_frequency}
          onChange={(value) => setChosen({ ...chosen, sync_frequency: value ?? chosen.sync_frequency })}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        Values that a person typed in HubSpot are kept whatever you choose here. Everything that is written can be
        undone for 30 days.
      </Text>
      <Group>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          Save and finish
        </Button>
      </Group>
      {save.isError && <Problem error={save.error} />}
    </Stack>
  );
}
