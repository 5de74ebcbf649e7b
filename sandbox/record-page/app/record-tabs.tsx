/** The middle column: the overview and one tab for each card placed there. */
import { moveTab } from '../components/disclosure.tsx';
import { ExtensionFrame } from '../host/extension-frame.tsx';
import { cardsAt } from './extension-places.ts';
import { InstallOffer } from './install-offer.tsx';
import { Overview } from './overview.tsx';
import { usePortal } from './portal-context.ts';
import type { RecordColumnProps } from './record-column.ts';
import { navigate, recordHref } from './router.ts';

const overview = 'overview';

export function RecordTabs({
  record,
  objectType,
  refreshRecord,
  selected,
}: RecordColumnProps & { readonly selected: string | undefined }) {
  const { portal, user, extensions } = usePortal();
  const cards = cardsAt(extensions, 'crm.record.tab', objectType);
  const current = cards.find(({ uid }) => uid === selected)?.uid ?? overview;
  const tabs = [{ uid: overview, name: 'Overview' }, ...cards];
  return (
    <section className="record-middle" aria-label="Details">
      <InstallOffer />
      <div className="tab-row" role="tablist" aria-label="Record tabs" onKeyDown={moveTab}>
        {tabs.map((tab) => (
          <button
            type="button"
            role="tab"
            key={tab.uid}
            aria-selected={tab.uid === current}
            tabIndex={tab.uid === current ? 0 : -1}
            onClick={() =>
              navigate(recordHref(portal.id, objectType, record.id, tab.uid === overview ? undefined : tab.uid))
            }
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div role="tabpanel" hidden={current !== overview}>
        <Overview record={record} />
      </div>
      {cards
        .filter(({ uid }) => uid === current)
        .map((card) => (
          <div role="tabpanel" className="card" key={`${user?.id} ${card.uid}`}>
            <ExtensionFrame extension={card} target={{ kind: 'record', record }} refreshRecord={refreshRecord} />
          </div>
        ))}
    </section>
  );
}
