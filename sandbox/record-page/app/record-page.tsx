/** One record: its properties on the left, overview and cards in tabs, sidebar cards and associations on the right. */
import { readRecord } from './control-api.ts';
import { useLiveEvents } from './live-events.ts';
import { objectTypes } from './object-types.ts';
import { usePortal } from './portal-context.ts';
import { RecordSidebar } from './record-sidebar.tsx';
import { RecordSummaryColumn } from './record-summary.tsx';
import { RecordTabs } from './record-tabs.tsx';
import { listHref, navigate, type Route } from './router.ts';
import { Failed, Waiting } from './states.tsx';
import { useLoaded } from './use-loaded.ts';

export type RecordRoute = Extract<Route, { page: 'record' }>;

export function RecordPage({ route }: { readonly route: RecordRoute }) {
  const { portal } = usePortal();
  const { objectType, objectId } = route;
  const record = useLoaded(`record ${portal.id} ${objectType} ${objectId}`, () =>
    readRecord(portal.id, objectType, objectId),
  );
  useLiveEvents((event) => {
    const isElsewhere = event.portalId !== undefined && event.portalId !== portal.id;
    const isOther = event.objectType === objectType && event.objectId !== undefined && event.objectId !== objectId;
    if (!isElsewhere && !isOther) void record.reload(); // Tasks and associated records show here too.
  });
  if (!record.data && record.error) {
    const back = async () => navigate(listHref(portal.id, objectType));
    return (
      <Failed
        title={`This ${objectTypes[objectType].singular} cannot be shown`}
        message={record.error}
        onRetry={back}
      />
    );
  }
  if (!record.data) return <Waiting />;
  const shared = { record: record.data, objectType, refreshRecord: record.reload };
  return (
    <div className="record-page">
      <RecordSummaryColumn {...shared} />
      <RecordTabs {...shared} selected={route.tab} />
      <RecordSidebar {...shared} />
    </div>
  );
}
