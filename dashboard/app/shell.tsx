import {
  AppShell,
  Badge,
  Burger,
  Button,
  Group,
  NavLink,
  SegmentedControl,
  Stack,
  Text,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, Route, Switch, useLocation } from 'wouter';
import { call } from './api/client.ts';
import { showSignedOut } from './api/queries.ts';
import { nothingShape, type SessionAnswer } from './api/shapes.ts';
import { useLiveEvents } from './api/use-live-events.ts';
import { BulkRuns } from './pages/bulk-runs.tsx';
import { Connections } from './pages/connections.tsx';
import { History } from './pages/history.tsx';
import { Mapping } from './pages/mapping.tsx';
import { Missing } from './pages/missing.tsx';
import { Overview } from './pages/overview.tsx';
import { Wizard } from './pages/wizard.tsx';

const PAGES = [
  { path: '/', label: 'Overview' },
  { path: '/connections', label: 'Connections' },
  { path: '/history', label: 'Sync history' },
  { path: '/bulk', label: 'Bulk runs' },
  { path: '/mapping', label: 'Field mapping' },
] as const;

/** The frame of every page: where one is, where one can go, who one is. */
export function Shell({ session }: { readonly session: SessionAnswer['session'] }) {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const isLive = useLiveEvents();
  const isAdmin = session.role === 'owner' || session.role === 'admin';
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 230, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'md', lg: 'xl' }}
    >
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label="Menu"
              aria-expanded={isOpen}
            />
            <Text fw={700} c="brand" style={{ whiteSpace: 'nowrap' }}>
              oppSpot SmartSync
            </Text>
          </Group>
          {/* As wide for either word, and the word at the same place: it changes while people read. */}
          <Badge
            color={isLive ? 'teal' : 'gray'}
            w={86}
            flex="none"
            variant="dot"
            className="from-left"
            aria-live="polite"
          >
            {isLive ? 'Live' : 'Waiting'}
          </Badge>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm">
        <Navigation onChoose={close} />
        <Account session={session} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Switch>
          <Route path="/" component={Overview} />
          <Route path="/connections">
            <Connections isAdmin={isAdmin} />
          </Route>
          <Route path="/connect">
            <Wizard isAdmin={isAdmin} />
          </Route>
          <Route path="/history/:id?">{({ id }) => <History openId={id ?? null} />}</Route>
          <Route path="/bulk">
            <BulkRuns isAdmin={isAdmin} />
          </Route>
          <Route path="/mapping">
            <Mapping isAdmin={isAdmin} />
          </Route>
          <Route component={Missing} />
        </Switch>
      </AppShell.Main>
    </AppShell>
  );
}

function Navigation({ onChoose }: { readonly onChoose: () => void }) {
  const [location] = useLocation();
  const isHere = (path: string) => (path === '/' ? location === '/' : location.startsWith(path));
  return (
    <AppShell.Section grow component="nav" aria-label="Pages">
      {PAGES.map(({ path, label }) => (
        <NavLink
          key={path}
          component={Link}
          href={path}
          label={label}
          active={isHere(path)}
          aria-current={isHere(path) ? 'page' : undefined}
          onClick={onChoose}
        />
      ))}
    </AppShell.Section>
  );
}

function Account({ session }: { readonly session: SessionAnswer['session'] }) {
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useMutation({
    mutationFn: () => call(nothingShape, '/session', { method: 'DELETE' }),
    onSettled: () => showSignedOut(client),
  });
  const who = session.signedInBy === 'hubspot' ? `HubSpot user ${session.userId}` : 'Signed in with a token';
  return (
    <AppShell.Section>
      <Stack gap="xs">
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Colours"
          value={colorScheme}
          onChange={(value) => setColorScheme(value === 'dark' || value === 'light' ? value : 'auto')}
          data={[
            { value: 'auto', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {who}
          {session.role === null ? '' : ` · ${session.role}`}
        </Text>
        <Button variant="default" size="xs" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </Stack>
    </AppShell.Section>
  );
}
