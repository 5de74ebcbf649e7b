import { Badge, Button, Group, List, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { call } from '../api/client.ts';
import { connectionsQuery, healthQuery } from '../api/queries.ts';
import { type Connection, type Health, nothingShape } from '../api/shapes.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, LoadingRows, Problem } from '../parts/states.tsx';
import { formatMoment, formatNumber } from '../words/format.ts';
import { connectionLabel } from '../words/labels.ts';
import { DIRECTIONS, FREQUENCIES } from './wizard-defaults.tsx';

/** The organisation's connections and how each stands. */
export function Connections({ isAdmin }: { readonly isAdmin: boolean }) {
  const connections = useQuery(connectionsQuery);
  const add = isAdmin && (
    <Button component={Link} href="/connect">
      Connect an account
    </Button>
  );
  return (
    <Page title="Connections" lead="The CRM accounts that SmartSync works in." actions={add}>
      {connections.isPending && <LoadingRows rows={1} height={260} />}
      {connections.isError && <Problem error={connections.error} onRetry={() => void connections.refetch()} />}
      {connections.data?.connections.length === 0 && (
        <Empty
          title="No account is connected yet"
          text="Connect your HubSpot account to enrich its contacts, companies and deals."
        >
          {add}
        </Empty>
      )}
      <Panels connections={connections.data?.connections ?? []} isAdmin={isAdmin} />
    </Page>
  );
}

/** The active connection, and below it those that ended: they come when the report above them has its room. */
function Panels({ connections, isAdmin }: { readonly connections: readonly Connection[]; readonly isAdmin: boolean }) {
  const active = connections.filter(({ is_active }) => is_active);
  const health = useQueries({ queries: active.map(({ id }) => healthQuery(id)) });
  const isReported = health.every(({ isPending }) => !isPending);
  const ended = isReported ? connections.filter(({ is_active }) => !is_active) : [];
  return [...active, ...ended].map((connection) => (
    <ConnectionPanel key={connection.id} connection={connection} isAdmin={isAdmin} />
  ));
}

function ConnectionPanel({ connection, isAdmin }: { readonly connection: Connection; readonly isAdmin: boolean }) {
  const health = useQuery({ ...healthQuery(connection.id), enabled: connection.is_active });
  const { text, color } = connectionLabel(connection.status);
  return (
    <Paper component="section" aria-label={`HubSpot account ${connection.account_id}`}>
      <Stack>
        <Group justify="space-between" align="flex-start">
          <div>
            <Group gap="sm">
              <Title order={2} size="h4">
                HubSpot account {connection.account_id}
              </Title>
              <Badge color={color} aria-live="polite">
                {text}
              </Badge>
            </Group>
            <Text size="sm" c="dimmed">
              {connection.auth_kind === 'oauth' ? 'Through HubSpot’s consent page' : 'With a private app’s token'} ·
              since {formatMoment(connection.created_at)}
            </Text>
          </div>
          {isAdmin && connection.is_active && (
            <Actions connection={connection} onTest={() => void health.refetch()} isTesting={health.isFetching} />
          )}
        </Group>
        {connection.status_reason !== null && <Text c={color}>{connection.status_reason}</Text>}
        <Facts connection={connection} />
        {connection.is_active && health.isPending && <Skeleton height={120} />}
        {health.isError && <Problem error={health.error} onRetry={() => void health.refetch()} />}
        {health.data && <HealthReport health={health.data} />}
      </Stack>
    </Paper>
  );
}

function Actions({
  connection,
  onTest,
  isTesting,
}: {
  readonly connection: Connection;
  readonly onTest: () => void;
  readonly isTesting: boolean;
}) {
  const client = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () => call(nothingShape, `/connections/${connection.id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
  return (
    <Group gap="xs">
      <Button variant="default" size="sm" loading={isTesting} onClick={onTest}>
        Test
      </Button>
      <Button variant="default" size="sm" component={Link} href="/connect?step=defaults">
        Defaults
      </Button>
      <ConfirmButton
        label="Disconnect"
        title={`Disconnect account ${connection.account_id}?`}
        text="Its tokens are revoked and forgotten, and all work in it stops. What was written to HubSpot stays there. To use it again you connect it again."
        isBusy={disconnect.isPending}
        error={disconnect.error}
        isDangerous
        onConfirm={() => disconnect.mutateAsync()}
      />
    </Group>
  );
}

function Facts({ connection }: { readonly connection: Connection }) {
  const onOff = (isOn: boolean) => (isOn ? 'on' : 'off');
  const facts = [
    ['Direction', DIRECTIONS.find(({ value }) => value === connection.sync_direction)?.label],
    ['Frequency', FREQUENCIES.find(({ value }) => value === connection.sync_frequency)?.label],
    ['Last sync', connection.last_sync_at === null ? 'never' : formatMoment(connection.last_sync_at)],
    [
      'What a sync does',
      `enrich ${onOff(connection.auto_enrich)}, score ${onOff(connection.auto_score)}, assign ${onOff(connection.auto_assign)}, tasks ${onOff(connection.auto_create_tasks)}`,
    ],
  ];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="md">
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text size="xs" c="dimmed">
            {name}
          </Text>
          <Text size="sm">{value}</Text>
        </div>
      ))}
    </SimpleGrid>
  );
}

/** What was found when the connection was tested. */
export function HealthReport({ health }: { readonly health: Health }) {
  const missing = Object.values(health.missingProperties ?? {}).flat();
  const lines: readonly (readonly [boolean, string])[] = [
    [health.connection.status === 'connected', health.connection.message ?? 'HubSpot takes our token.'],
    [
      health.scopes.missing.length === 0,
      health.scopes.missing.length === 0
        ? 'Every permission that is needed was given.'
        : `These permissions are missing: ${health.scopes.missing.join(', ')}. Connect again to give them.`,
    ],
    [
      missing.length === 0 && health.missingProperties !== null,
      health.missingProperties === null
        ? `The properties could not be looked at: ${health.missingPropertiesUnknownBecause ?? 'HubSpot did not answer'}.`
        : missing.length === 0
          ? 'All oppSpot properties are there on contacts, companies and deals.'
          : `${missing.length} oppSpot properties are missing. They are made before the next write.`,
    ],
    [
      health.queue.ok,
      health.queue.ok ? 'Background work is running.' : (health.queue.message ?? 'Background work is not running.'),
    ],
    [
      health.register.companies > 0,
      health.register.companies === 0
        ? 'The company register is empty: nothing can be matched. An operator imports it.'
        : `The register knows ${formatNumber(health.register.companies)} companies${health.register.snapshotOn === null ? '' : `, as of ${health.register.snapshotOn}`}.`,
    ],
  ];
  return (
    <div>
      <List size="sm" spacing={6} listStyleType="none">
        {lines.map(([isGood, text]) => (
          <List.Item key={text}>
            <Text span c={isGood ? 'teal' : 'red'} fw={700} aria-hidden>
              {isGood ? '✓ ' : '✕ '}
            </Text>
            {text}
          </List.Item>
        ))}
        {[health.hubspotCalls?.message ?? [], health.notes].flat().map((note) => (
          <List.Item key={note} c="dimmed">
            <Text span aria-hidden>
              ·{' '}
            </Text>
            {note}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
