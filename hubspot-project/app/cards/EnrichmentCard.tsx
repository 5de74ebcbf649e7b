import { useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { useEffect, useMemo, useRef } from 'react';
import { makeSmartSyncClient } from '../../contract/client.ts';
import { CardView } from './CardView.tsx';
import { ProblemNotice } from './states/ProblemNotice.tsx';
import { send } from './transport.ts';
import { useEnrichment } from './use-enrichment.ts';
import { announce } from './words/announce.ts';
import { DisplayContext, makeDisplay } from './words/display.ts';

const OBJECT_TYPES: Readonly<Record<string, 'contacts' | 'companies' | 'deals'>> = {
  '0-1': 'contacts',
  '0-2': 'companies',
  '0-3': 'deals',
};

/** Every end of a run that writes anything writes one of these. */
const WRITTEN_AT_EACH_END = ['oppspot_last_enriched_at', 'oppspot_enrichment_status'];

/** The card on contacts, companies and deals, in the sidebar and in a tab. */
export function EnrichmentCard() {
  const context = useExtensionContext<'crm.record.tab'>();
  const origin = context.variables?.BACKEND_ORIGIN;
  const objectType = OBJECT_TYPES[context.crm.objectTypeId];
  const isNarrow = context.location !== 'crm.record.tab';
  const display = useMemo(
    () => makeDisplay(context.user.locale, context.portal.timezone, isNarrow),
    [context.user.locale, context.portal.timezone, isNarrow],
  );
  return (
    <DisplayContext.Provider value={display}>
      {typeof origin === 'string' && objectType ? (
        <ConnectedCard origin={origin} objectType={objectType} objectId={String(context.crm.objectId)} />
      ) : (
        <ProblemNotice problem={misplaced(typeof origin === 'string')} />
      )}
    </DisplayContext.Provider>
  );
}

function ConnectedCard(props: {
  readonly origin: string;
  readonly objectType: 'contacts' | 'companies' | 'deals';
  readonly objectId: string;
}) {
  const { origin, objectType, objectId } = props;
  const actions = useExtensionActions<'crm.record.tab'>();
  const client = useMemo(() => makeSmartSyncClient(origin, send), [origin]);
  const control = useEnrichment({
    client,
    objectType,
    objectId,
    onFinished: (enrichment, deed) => {
      if (deed !== 'preview') actions.refreshObjectProperties();
      actions.addAlert(announce(enrichment, deed));
    },
  });
  const lookQuietly = useRef(control.lookQuietly);
  lookQuietly.current = control.lookQuietly;
  const subscribe = useRef(actions.onCrmPropertiesUpdate);
  useEffect(() => {
    // The tab, the sidebar and a workflow show and write the same record: what one does, the others take over.
    subscribe.current(WRITTEN_AT_EACH_END, () => lookQuietly.current());
  }, []);
  return <CardView client={client} objectType={objectType} objectId={objectId} control={control} />;
}

/** Both cases are mistakes of an upload, not of the person in front of the card. */
function misplaced(hasOrigin: boolean) {
  const message = hasOrigin
    ? 'This card works on contacts, companies and deals only. Ask an admin to remove it from this page.'
    : 'This card was uploaded without the address of its backend (BACKEND_ORIGIN). Ask the developer of the app to upload it with a profile.';
  return { code: 'misplaced', message, requestId: null, wayOn: 'read_again' } as const;
}
