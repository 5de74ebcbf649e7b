import { Alert, Button, Center, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { asProblem } from '../api/api-problem.ts';

/** What went wrong, what to do, and the number to quote. */
export function Problem({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { message, requestId } = asProblem(error);
  return (
    <Alert color="red" variant="light" title="That did not work" role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{message}</Text>
        {requestId !== null && (
          <Text size="xs" c="dimmed">
            Request {requestId}
          </Text>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Nothing is there yet: why, and what would change that. */
export function Empty({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="xs" maw={460}>
        <Title order={3} ta="center">
          {title}
        </Title>
        <Text c="dimmed" ta="center">
          {text}
        </Text>
        {children}
      </Stack>
    </Center>
  );
}

/** There is no account to work in: what it is for here, and who may connect one. */
export function NoConnection({ text, isAdmin }: { readonly text: string; readonly isAdmin: boolean }) {
  return (
    <Empty title="No account is connected" text={isAdmin ? text : `${text} Ask an admin to connect one.`}>
      {isAdmin && (
        <Button component={Link} href="/connect">
          Connect an account
        </Button>
      )}
    </Empty>
  );
}

/** The room that rows will take, so that nothing moves when they come. */
export function LoadingRows({ rows, height = 44 }: { readonly rows: number; readonly height?: number }) {
  return (
    <Stack gap="xs" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </Stack>
  );
}
