/** The page as a whole: picks the portal and the person, then shows what the address asks for. */
import { useEffect, useMemo, useState } from 'react';
import { AppPage } from './app-page.tsx';
import { readExtensions, readPortals } from './control-api.ts';
import { ListPage } from './list-page.tsx';
import { useLiveEvents } from './live-events.ts';
import { PortalContext } from './portal-context.ts';
import { RecordPage } from './record-page.tsx';
import { listHref, navigate, parseRoute, type Route, useHash } from './router.ts';
import { SettingsPage } from './settings-page.tsx';
import { Failed, Waiting } from './states.tsx';
import { TopBar } from './top-bar.tsx';
import { useLoaded } from './use-loaded.ts';

export function App() {
  const hash = useHash();
  const route = useMemo(() => parseRoute(hash), [hash]);
  const portals = useLoaded('portals', readPortals);
  const portalId = route.page === 'start' ? undefined : route.portalId;
  const portal = portals.data?.find(({ id }) => id === portalId);
  const extensions = useLoaded(portal && `extensions ${portal.id}`, () => readExtensions(portal?.id ?? 0));
  const [userId, setUserId] = useState<number>();

  useLiveEvents((event) => {
    if (event.objectType) return;
    void portals.reload();
    void extensions.reload();
  });
  const first = portals.data?.[0];
  useEffect(() => {
    if (route.page === 'start' && first) navigate(listHref(first.id, 'companies'));
  }, [route.page, first]);

  const view = useMemo(() => {
    if (!portal || !extensions.data) return undefined;
    const user = portal.users.find(({ id }) => id === userId) ?? portal.users[0];
    const app = { ...extensions.data.app, installed: extensions.data.app.installed || portal.installed };
    return { portal, user, app, extensions: app.installed ? extensions.data.extensions : [] };
  }, [portal, extensions.data, userId]);

  const error = portals.error ?? extensions.error;
  if (error && !view) return <Failed title="The local HubSpot is not there" message={error} onRetry={portals.reload} />;
  if (portals.data && portalId !== undefined && !portal) {
    return (
      <Failed
        title={`There is no portal ${portalId} here`}
        message="It may belong to another run of the sandbox."
        onRetry={async () => navigate('#/')}
      />
    );
  }
  if (!view) return <Waiting />;
  return (
    <PortalContext.Provider value={view}>
      <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <TopBar portals={portals.data ?? []} route={route} onUser={setUserId} />
      <main id="main" tabIndex={-1}>
        <Page route={route} />
      </main>
    </PortalContext.Provider>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'list':
      return <ListPage key={`${route.portalId} ${route.objectType}`} objectType={route.objectType} />;
    case 'record':
      return <RecordPage key={`${route.portalId} ${route.objectType} ${route.objectId}`} route={route} />;
    case 'settings':
      return <SettingsPage />;
    case 'app-page':
      return <AppPage uid={route.uid} location={{ path: route.path, params: route.params }} />;
    case 'start':
      return <Waiting />;
  }
}
