import { Alert, hubspot, useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { useMemo } from 'react';
import { makeAdminClient } from '../../contract/admin-client.ts';
import { DisplayContext, makeDisplay } from '../../display/display.ts';
import { SettingsView } from './SettingsView.tsx';
import { useSettings } from './use-settings.ts';

/** The app's page under Settings → Integrations → Connected apps. */
export function SettingsPage() {
  const { variables, user, portal } = useExtensionContext<'settings'>();
  const origin = variables?.BACKEND_ORIGIN;
  const display = useMemo(() => makeDisplay(user.locale, portal.timezone, false), [user.locale, portal.timezone]);
  return (
    <DisplayContext.Provider value={display}>
      {typeof origin === 'string' ? (
        <ConnectedSettings origin={origin} userId={user.id} portalId={portal.id} />
      ) : (
        <Alert title="This page cannot work here" variant="error">
          It was uploaded without the address of its backend (BACKEND_ORIGIN). Ask the developer of the app to upload it
          with a profile.
        </Alert>
      )}
    </DisplayContext.Provider>
  );
}

function ConnectedSettings(props: { readonly origin: string; readonly userId: number; readonly portalId: number }) {
  const { origin, userId, portalId } = props;
  const actions = useExtensionActions<'settings'>();
  const client = useMemo(() => makeAdminClient(origin, hubspot.fetch), [origin]);
  const control = useSettings(client, () =>
    actions.addAlert({ type: 'success', title: 'Saved', message: 'New enrichments follow these settings.' }),
  );
  return <SettingsView client={client} control={control} userId={userId} portalId={portalId} />;
}
