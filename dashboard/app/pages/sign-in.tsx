import { Button, Center, Collapse, Divider, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, keepCsrfTokenOf } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { sessionShape } from '../api/shapes.ts';
import { Problem } from '../parts/states.tsx';

/** Two ways in: through HubSpot, or with a token of the integration API. */
export function SignIn() {
  const [isOpen, { toggle }] = useDisclosure(false);
  useEffect(() => {
    document.title = 'Sign in · oppSpot SmartSync';
  }, []);
  return (
    // From a fixed height down: what is centred moves when a form opens or an answer comes.
    <Center p="md" pt="12vh" component="main">
      <Paper w="100%" maw={420} p={{ base: 'lg', sm: 'xl' }} shadow="sm">
        <Stack>
          <div>
            <Text fw={700} c="brand">
              oppSpot SmartSync
            </Text>
            <Title order={1} size="h2" mt="xs">
              Sign in
            </Title>
            <Text c="dimmed" size="sm" mt={4}>
              See what was synced and why, undo it, and manage connections.
            </Text>
          </div>
          <Button component="a" href="/api/auth/hubspot/sign-in" size="md">
            Continue with HubSpot
          </Button>
          <Text size="xs" c="dimmed">
            HubSpot asks which account you mean, and whether oppSpot may work in it. You need the right to install apps
            there.
          </Text>
          <Divider label="or" />
          <Button variant="subtle" onClick={toggle} aria-expanded={isOpen} aria-controls="token-form">
            Use an integration token
          </Button>
          <Collapse in={isOpen} id="token-form">
            <TokenForm />
          </Collapse>
        </Stack>
      </Paper>
    </Center>
  );
}

function TokenForm() {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const signIn = useMutation({
    mutationFn: () => call(sessionShape, '/session', { method: 'POST', body: { token } }),
    meta: { isSignIn: true },
    onSuccess: (session) => {
      setToken('');
      keepCsrfTokenOf(session);
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <Stack>
        <PasswordInput
          label="Integration token (JWT)"
          description="The token that your organisation uses for the integration API. It is exchanged for a session and not kept."
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autoComplete="off"
          required
          visibilityToggleButtonProps={{ 'aria-label': 'Show the token' }}
        />
        <Button type="submit" variant="default" loading={signIn.isPending} disabled={token.trim() === ''}>
          Sign in with the token
        </Button>
        {signIn.isError && <Problem error={signIn.error} />}
      </Stack>
    </form>
  );
}
