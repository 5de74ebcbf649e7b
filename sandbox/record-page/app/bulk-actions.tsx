/** The bar over the list while records are selected, with the app's bulk actions. */
import { useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { Glyph } from '../components/glyph.tsx';
import { ExtensionFrame } from '../host/extension-frame.tsx';
import { isForObjectType } from './extension-places.ts';
import type { ObjectType } from './object-types.ts';
import { usePortal } from './portal-context.ts';

type Props = { readonly objectType: ObjectType; readonly selected: ReadonlySet<string>; readonly onClear: () => void };

export function BulkActions({ objectType, selected, onClear }: Props) {
  const { extensions } = usePortal();
  const [openUid, setOpenUid] = useState<string>();
  const actions = extensions.filter(
    (extension) => extension.type === 'crm-bulk-action' && isForObjectType(extension, objectType),
  );
  const open = actions.find(({ uid }) => uid === openUid);
  if (selected.size === 0) return null;
  return (
    <section className="bulk-bar" aria-label="Selection">
      <strong>{selected.size} selected</strong>
      {actions.map((action) => (
        <button
          type="button"
          key={action.uid}
          className="button secondary button-sm"
          onClick={() => setOpenUid(action.uid)}
        >
          <Glyph name="enrichment" size={14} /> {action.name}
        </button>
      ))}
      {actions.length === 0 && <span className="none">No bulk actions for this object type</span>}
      <button type="button" className="button transparent button-sm" onClick={onClear}>
        Clear selection
      </button>
      {open && (
        <Dialog
          kind={open.displayMode === 'MODAL' ? 'modal' : 'panel'}
          width="md"
          title={open.name}
          onClose={() => setOpenUid(undefined)}
        >
          <div className="dialog-body">
            <ExtensionFrame extension={open} target={{ kind: 'selection', objectType, objectIds: [...selected] }} />
          </div>
        </Dialog>
      )}
    </section>
  );
}
