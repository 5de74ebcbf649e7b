/** One property: label, value, edit in place, and where the value came from. */
import { useState } from 'react';
import { Glyph } from '../components/glyph.tsx';
import type { CrmRecord, PropertyDefinition } from './control-shapes.ts';
import { formatValue } from './format-value.ts';
import { usePortal } from './portal-context.ts';
import { PropertyEditor } from './property-editor.tsx';
import { PropertyHistory } from './property-history.tsx';

type Props = {
  readonly definition: PropertyDefinition;
  readonly record: CrmRecord;
  readonly hasChanged: boolean;
  readonly onSave: (name: string, value: string) => Promise<void>;
};

export function PropertyRow({ definition, record, hasChanged, onSave }: Props) {
  const { portal } = usePortal();
  const [isEditing, setEditing] = useState(false);
  const value = record.properties[definition.name] ?? '';
  const shown = formatValue(value, definition, portal.timeZone);
  return (
    <div className={`property ${hasChanged ? 'changed' : ''}`} data-property={definition.name}>
      <div className="property-head">
        <span className="property-label">{definition.label}</span>
        <PropertyHistory definition={definition} entries={record.history[definition.name] ?? []} />
      </div>
      {isEditing ? (
        <PropertyEditor
          definition={definition}
          value={value}
          onSave={(next) => onSave(definition.name, next)}
          onClose={() => setEditing(false)}
        />
      ) : (
        <button
          type="button"
          className="property-value"
          disabled={definition.readOnly}
          aria-label={`${definition.label}: ${shown || 'empty'}${definition.readOnly ? '' : '. Edit'}`}
          onClick={() => setEditing(true)}
        >
          <span className={definition.fieldType === 'textarea' ? 'long' : ''}>
            {shown || <span className="none">—</span>}
          </span>
          {!definition.readOnly && <Glyph name="edit" size={13} />}
        </button>
      )}
    </div>
  );
}
