import { Alert, hubspot, useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { useMemo } from 'react';
import { makeBulkClient } from '../../contract/bulk-client.ts';
import { objectTypeSchema } from '../../contract/object-type.ts';
import { DisplayContext, makeDisplay } from '../../display/display.ts';
import { BulkView } from './BulkView.tsx';
import type { Selection } from './bulk-state.ts';
import { useBulkRun } from './use-bulk-run.ts';

/** The bulk action on lists of contacts, companies and deals. */
export function BulkEnrichAction() {
  const { variables, user, portal, crm } = useExtensionContext<'crm.bulkActions'>();
  const origin = variables?.BACKEND_ORIGIN;
  const objectType = objectTypeSchema.safeParse(crm.objectTypeId).data;
  const display = useMemo(() => makeDisplay(user.locale, portal.timezone, true), [user.locale, portal.timezone]);
  const objectIds = crm.objectIds.map(String);
  return (
    <DisplayContext.Provider value={display}>
      {typeof origin === 'string' && objectType ? (
        <ConnectedAction origin={origin} selection={{ objectType, objectIds }} />
      ) : (
        <Alert title="This action cannot work here" variant="error">
          {objectType
            ? 'It was uploaded without the address of its backend (BACKEND_ORIGIN). Ask the developer of the app to upload it with a profile.'
            : 'It works on contacts, companies and deals only.'}
        </Alert>
      )}
    </DisplayContext.Provider>
  );
}

function ConnectedAction({ origin, selection }: { readonly origin: string; readonly selection: Selection }) {
  const actions = useExtensionActions<'crm.bulkActions'>();
  const client = useMemo(() => makeBulkClient(origin, hubspot.fetch), [origin]);
  const control = useBulkRun(client, selection);
  return <BulkView control={control} selection={selection} onShowList={() => actions.reloadPage()} />;
}
