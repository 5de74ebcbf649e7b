import { Alert, hubspot, useExtensionContext } from '@hubspot/ui-extensions';
import { createPageRouter, PageRoutes } from '@hubspot/ui-extensions/pages';
import { useMemo } from 'react';
import { makeAdminClient } from '../../contract/admin-client.ts';
import { makeBulkClient } from '../../contract/bulk-client.ts';
import { DisplayContext, makeDisplay } from '../../display/display.ts';
import { ActivityPage } from './ActivityPage.tsx';
import { BulkPage } from './BulkPage.tsx';
import { BackendProvider } from './backend.ts';
import { OverviewPage } from './OverviewPage.tsx';
import { Layout } from './parts/Layout.tsx';
import { readResults } from './read-results.ts';

const Router = createPageRouter(
  <PageRoutes layoutComponent={Layout}>
    <PageRoutes.IndexRoute component={OverviewPage} />
    <PageRoutes.Route path="/activity" component={ActivityPage} />
    <PageRoutes.Route path="/bulk" component={BulkPage} />
    <PageRoutes.AnyRoute component={OverviewPage} />
  </PageRoutes>,
);

/** The app's own pages: overview, activity, bulk runs. */
export function AppPages() {
  const { variables, user, portal } = useExtensionContext<'pages'>();
  const origin = variables?.BACKEND_ORIGIN;
  const display = useMemo(() => makeDisplay(user.locale, portal.timezone, false), [user.locale, portal.timezone]);
  const backend = useMemo(
    () =>
      typeof origin === 'string'
        ? {
            admin: makeAdminClient(origin, hubspot.fetch),
            bulk: makeBulkClient(origin, hubspot.fetch),
            readResults: (bulkId: string) => readResults(origin, hubspot.fetch, bulkId),
            portalId: portal.id,
          }
        : undefined,
    [origin, portal.id],
  );
  if (!backend)
    return (
      <Alert title="This page cannot work here" variant="error">
        It was uploaded without the address of its backend (BACKEND_ORIGIN). Ask the developer of the app to upload it
        with a profile.
      </Alert>
    );
  return (
    <DisplayContext.Provider value={display}>
      <BackendProvider value={backend}>
        <Router />
      </BackendProvider>
    </DisplayContext.Provider>
  );
}
