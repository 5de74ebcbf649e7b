import { Button, Group, Paper, Stack, Tabs, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '../api/api-problem.ts';
import { call } from '../api/client.ts';
import { mappingsQuery } from '../api/queries.ts';
import { type Mapping as FieldMapping, mappingsShape } from '../api/shapes.ts';
import { useActiveConnection } from '../api/use-active-connection.ts';
import { Page } from '../parts/page.tsx';
import { LoadingRows, NoConnection, Problem } from '../parts/states.tsx';
import { objectText } from '../words/labels.ts';
import { MappingRow } from './mapping-row.tsx';

const OBJECT_TYPES = ['companies', 'contacts', 'deals'] as const;
type Fields = Readonly<Record<(typeof OBJECT_TYPES)[number], readonly FieldMapping[]>>;

/** Which result goes into which property of HubSpot, and what may be overwritten. */
export function Mapping({ isAdmin }: { readonly isAdmin: boolean }) {
  const { connection, problem } = useActiveConnection();
  const mappings = useQuery({ ...mappingsQuery, enabled: connection != null });
  return (
    <Page title="Field mapping" lead="Which result goes into which HubSpot property, and what may be overwritten.">
      {problem !== null && <Problem {...problem} />}
      {connection === null && <NoConnection isAdmin={isAdmin} text="Its properties are what results are written to." />}
      {problem === null && connection !== null && mappings.isPending && <LoadingRows rows={8} height={60} />}
      {mappings.isError && <Problem error={mappings.error} onRetry={() => void mappings.refetch()} />}
      {mappings.data && (
        <Editor
          // What was saved elsewhere begins a new editor; a refetch of the same does not.
          key={JSON.stringify(mappings.data.fields)}
          stored={mappings.data.fields}
          sources={mappings.data.sources}
          transforms={mappings.data.transforms}
          isAdmin={isAdmin}
        />
      )}
    </Page>
  );
}

function Editor(props: {
  readonly stored: Fields;
  readonly sources: readonly string[];
  readonly transforms: readonly string[];
  readonly isAdmin: boolean;
}) {
  const client = useQueryClient();
  const { stored, sources, transforms, isAdmin } = props;
  const [fields, setFields] = useState(stored);
  const isChanged = JSON.stringify(fields) !== JSON.stringify(stored);
  const save = useMutation({
    mutationFn: () => call(mappingsShape, '/mappings', { method: 'PUT', body: { mappings: fields } }),
    onSuccess: (saved) => client.setQueryData(mappingsQuery.queryKey, saved),
  });
  const problems = save.isError ? asProblem(save.error).fields : {};
  const blank: FieldMapping = {
    source: sources[0] ?? 'summary',
    target: '',
    transform: null,
    policy: 'fill_empty',
    respectHumanEdits: true,
  };
  return (
    <Paper>
      <Tabs defaultValue="companies" keepMounted={false}>
        <Tabs.List mb="md">
          {OBJECT_TYPES.map((objectType) => (
            <Tabs.Tab key={objectType} value={objectType}>
              {objectText(objectType)} ({fields[objectType].length})
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {OBJECT_TYPES.map((objectType) => {
          const set = (list: readonly FieldMapping[]) => setFields({ ...fields, [objectType]: list });
          const list = fields[objectType];
          return (
            <Tabs.Panel key={objectType} value={objectType}>
              <Stack gap="sm">
                {list.length === 0 && <Text c="dimmed">Nothing is written to this type.</Text>}
                {list.map((mapping, index) => (
                  <MappingRow
                    // biome-ignore lint/suspicious/noArrayIndexKey: a mapping has no id, and two may be alike while one types
                    key={index}
                    mapping={mapping}
                    objectType={objectType}
                    sources={sources}
                    transforms={transforms}
                    isReadOnly={!isAdmin}
                    problem={Object.entries(problems).find(([field]) => field.includes(`${objectType}.${index}.`))?.[1]}
                    onChange={(next) => set(list.with(index, next))}
                    onRemove={() => set(list.filter((_, other) => other !== index))}
                  />
                ))}
                {isAdmin && (
                  <Group>
                    <Button variant="default" size="sm" onClick={() => set([...list, blank])}>
                      Add a field
                    </Button>
                  </Group>
                )}
              </Stack>
            </Tabs.Panel>
          );
        })}
      </Tabs>
      {isAdmin ? (
        <Group mt="lg" justify="flex-end">
          <Text size="sm" c="dimmed" role="status">
            {isChanged ? 'Not saved yet' : save.isSuccess ? 'Saved' : ''}
          </Text>
          <Button variant="default" disabled={!isChanged} onClick={() => setFields(stored)}>
            Discard
          </Button>
          <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate()}>
            Save
          </Button>
        </Group>
      ) : (
        <Text size="sm" c="dimmed" mt="lg">
          Only an admin can change the mapping.
        </Text>
      )}
      {save.isError && <Problem error={save.error} />}
    </Paper>
  );
}
