/** The right column: sidebar cards first, then what the record is associated with. */
import { ExtensionFrame } from '../host/extension-frame.tsx';
import { AssociationCards } from './associations.tsx';
import { cardsAt } from './extension-places.ts';
import { usePortal } from './portal-context.ts';
import type { RecordColumnProps } from './record-column.ts';
import { WorkflowActions } from './workflow-actions.tsx';

export function RecordSidebar({ record, objectType, refreshRecord }: RecordColumnProps) {
  const { user, app, extensions } = usePortal();
  return (
    <aside className="record-right" aria-label="Cards and associations">
      {cardsAt(extensions, 'crm.record.sidebar', objectType).map((card) => (
        <section className="card app-card" key={`${user?.id} ${card.uid}`} aria-label={card.name}>
          <header>
            <h2>{card.name}</h2>
            {card.name !== app.name && <span>{app.name}</span>}
          </header>
          <ExtensionFrame extension={card} target={{ kind: 'record', record }} refreshRecord={refreshRecord} />
        </section>
      ))}
      <WorkflowActions record={record} objectType={objectType} refreshRecord={refreshRecord} />
      <AssociationCards record={record} />
    </aside>
  );
}
