import { Anchor, Button, Group, Paper, PasswordInput, SimpleGrid, Stack, Stepper, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { call } from '../api/client.ts';
import { connectionsQuery, healthQuery } from '../api/queries.ts';
import { connectedShape } from '../api/shapes.ts';
import { useActiveConnection } from '../api/use-active-connection.ts';
import { Page } from '../parts/page.tsx';
import { Empty, LoadingRows, Problem } from '../parts/states.tsx';
import { HealthReport } from './connections.tsx';
import { DefaultsForm } from './wizard-defaults.tsx';

const STEPS = ['account', 'test', 'defaults'] as const;

/** From nothing to a working connection: whose account, whether it works, what it does by itself. */
export function Wizard({ isAdmin }: { readonly isAdmin: boolean }) {
  const [search] = useSearchParams();
  const [, navigate] = useLocation();
  const wanted = search.get('step') ?? '';
  const step = Math.max(
    0,
    STEPS.findIndex((name) => name.startsWith(wanted)),
  );
  const goTo = (name: (typeof STEPS)[number]) => navigate(`/connect?step=${name}`);
  if (!isAdmin) {
    return (
      <Empty
        title="This needs an admin"
        text="Owners and admins of your organisation connect accounts. Ask one of them."
      />
    );
  }
  return (
    <Page title="Connect an account" lead="Three steps, two minutes.">
      <Paper>
        <Stepper active={step} size="xs" mb="lg" className="steps" aria-label="Steps">
          <Stepper.Step label="Account" />
          <Stepper.Step label="Test" />
          <Stepper.Step label="Defaults" />
        </Stepper>
        {step === 0 && <ChooseAccount onConnected={() => goTo('test')} />}
        {step === 1 && <TestResult onNext={() => goTo('defaults')} />}
        {step === 2 && <Defaults onDone={() => navigate('/connections')} />}
      </Paper>
    </Page>
  );
}

function ChooseAccount({ onConnected }: { readonly onConnected: () => void }) {
  const { data } = useQuery(connectionsQuery);
  return (
    <SimpleGrid cols={{ base: 1, md: data?.hasOauth === false ? 1 : 2 }} spacing="xl">
      {data?.hasOauth !== false && (
        <Stack align="flex-start" gap="sm">
          <Title order={2} size="h4">
            Through HubSpot
          </Title>
          <Text size="sm" c="dimmed">
            Recommended. HubSpot shows what SmartSync may do, and you agree there. Tokens renew themselves, and you can
            take the permission back in HubSpot at any time.
          </Text>
          <Button component="a" href="/api/auth/hubspot/sign-in">
            Continue with HubSpot
          </Button>
        </Stack>
      )}
      <TokenForm onConnected={onConnected} />
    </SimpleGrid>
  );
}

function TokenForm({ onConnected }: { readonly onConnected: () => void }) {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const connect = useMutation({
    mutationFn: () =>
      call(connectedShape, '/connections', {
        method: 'POST',
        body: { crm_type: 'hubspot', access_token: token.trim() },
      }),
    onSuccess: async ({ connection, health }) => {
      setToken('');
      client.setQueryData(healthQuery(connection.id).queryKey, health);
      await client.invalidateQueries({ queryKey: ['connections'], exact: true });
      onConnected();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        connect.mutate();
      }}
    >
      <Stack align="stretch" gap="sm">
        <Title order={2} size="h4">
          With a private app’s token
        </Title>
        <Text size="sm" c="dimmed">
          In HubSpot: Settings → Integrations → Private Apps → your app → Auth. The token is tried before it is kept,
          and kept encrypted.
        </Text>
        <PasswordInput
          label="Access token"
          placeholder="pat-…"
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the token' }}
        />
        <Group>
          <Button type="submit" variant="default" loading={connect.isPending} disabled={token.trim() === ''}>
            Connect and test
          </Button>
        </Group>
        {connect.isError && <Problem error={connect.error} />}
      </Stack>
    </form>
  );
}

function TestResult({ onNext }: { readonly onNext: () => void }) {
  const { connection, problem } = useActiveConnection();
  const health = useQuery({ ...healthQuery(connection?.id ?? ''), enabled: connection != null });
  if (problem !== null) return <Problem {...problem} />;
  if (connection === null) return <NotConnected />;
  // What follows the report comes with it: before that nobody knows how much room the report takes.
  if (connection === undefined || health.isPending) return <Testing />;
  return (
    <Stack>
      <Title order={2} size="h4">
        HubSpot account {connection.account_id} is connected
      </Title>
      {health.isError && <Problem error={health.error} onRetry={() => void health.refetch()} />}
      {health.data && <HealthReport health={health.data} />}
      <Group>
        <Button onClick={onNext}>Choose defaults</Button>
        <Button variant="default" loading={health.isFetching} onClick={() => void health.refetch()}>
          Test again
        </Button>
      </Group>
    </Stack>
  );
}

function Testing() {
  return (
    <Stack>
      <Title order={2} size="h4">
        Testing …
      </Title>
      <LoadingRows rows={5} height={22} />
    </Stack>
  );
}

function Defaults({ onDone }: { readonly onDone: () => void }) {
  const { connection, problem } = useActiveConnection();
  if (problem !== null) return <Problem {...problem} />;
  if (connection === undefined) return <LoadingRows rows={6} />;
  return connection === null ? <NotConnected /> : <DefaultsForm connection={connection} onDone={onDone} />;
}

function NotConnected() {
  return (
    <Empty title="No account is connected" text="The first step was not finished.">
      <Anchor component={Link} href="/connect">
        Back to the first step
      </Anchor>
    </Empty>
  );
}
