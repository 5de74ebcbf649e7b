import { Center, Container, Loader, MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Router } from 'wouter';
import { ApiProblem } from './api/api-problem.ts';
import { sessionQuery, showSignedOut } from './api/queries.ts';
import { SignIn } from './pages/sign-in.tsx';
import { Problem } from './parts/states.tsx';
import { Shell } from './shell.tsx';
import { readableColors, theme } from './theme.ts';

/** The dashboard. */
export function App({ nonce }: { readonly nonce: string }) {
  const [client] = useState(makeQueryClient);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={readableColors}
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={client}>
        <Router base="/dashboard">
          <Gate />
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Whoever is not signed in sees the sign-in, and nothing else. */
function Gate() {
  const session = useQuery(sessionQuery);
  if (session.isPending) {
    return (
      <Center h="100vh">
        <Loader aria-label="Loading the dashboard" />
      </Center>
    );
  }
  if (session.isError) {
    return (
      <Container size="xs" pt="15vh">
        <Problem error={session.error} onRetry={() => void session.refetch()} />
      </Container>
    );
  }
  return session.data === null ? <SignIn /> : <Shell session={session.data.session} />;
}

function makeQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 401 && error.code === 'unauthenticated') showSignedOut(client);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (mutation.meta?.isSignIn !== true) onError(error);
      },
    }),
    defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5_000 } },
  });
  return client;
}

/** Twice, and only where the same question may get another answer. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  const isPassing = error instanceof ApiProblem && (error.status === 0 || error.status >= 500);
  return isPassing && failures < 2;
}
