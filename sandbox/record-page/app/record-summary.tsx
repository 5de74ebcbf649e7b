/** The left column: who or what the record is, and its properties by group. */
import { Glyph } from '../components/glyph.tsx';
import { saveProperties } from './control-api.ts';
import type { CrmRecord, PropertyDefinition } from './control-shapes.ts';
import { type ObjectType, objectTypes } from './object-types.ts';
import { usePortal } from './portal-context.ts';
import { PropertyRow } from './property-row.tsx';
import type { RecordColumnProps } from './record-column.ts';
import { listHref } from './router.ts';
import { initials } from './top-bar.tsx';
import { useChangedProperties } from './use-changed-properties.ts';

const appGroup = 'oppspot';

export function RecordSummaryColumn({ record, objectType, refreshRecord }: RecordColumnProps) {
  const { portal, user } = usePortal();
  const changed = useChangedProperties(record.properties);
  const title = record.title || `Unnamed ${objectTypes[objectType].singular}`;
  const save = async (name: string, value: string) => {
    await saveProperties({
      portalId: portal.id,
      objectType,
      objectId: record.id,
      userId: user?.id,
      properties: { [name]: value },
    });
    await refreshRecord();
  };
  return (
    <aside className="record-left" aria-label="Record">
      <a className="back" href={listHref(portal.id, objectType)}>
        <Glyph name="left" size={14} /> {objectTypes[objectType].label}
      </a>
      <header className="record-title">
        <span className={`avatar large ${objectType}`} aria-hidden="true">
          {initials(title)}
        </span>
        <div>
          <h1>{title}</h1>
          <p>{record.subtitle}</p>
        </div>
      </header>
      {groupsOf(record, objectType).map((group) => (
        <details className="property-group" key={group.name} open={group.name !== 'others'}>
          <summary>
            <Glyph name="right" size={13} /> {group.label}
          </summary>
          {group.definitions.map((definition) => (
            <PropertyRow
              key={definition.name}
              definition={definition}
              record={record}
              hasChanged={changed.has(definition.name)}
              onSave={save}
            />
          ))}
        </details>
      ))}
      <p className="record-id">Record ID {record.id}</p>
    </aside>
  );
}

/** "About" with the key properties, the app's own group, and whatever else the person or the app has filled. */
function groupsOf(record: CrmRecord, objectType: ObjectType) {
  const byName = new Map(record.definitions.map((definition) => [definition.name, definition]));
  const nameFields = objectTypes[objectType].createFields.map(([name]) => name);
  const keyNames = [...new Set([...nameFields, ...objectTypes[objectType].keyProperties])];
  const own = record.definitions.filter(({ groupName }) => groupName === appGroup);
  const key = keyNames.flatMap((name) => byName.get(name) ?? []);
  const listed = new Set([...key, ...own]);
  const others = record.definitions.filter((definition) => !listed.has(definition) && isFilled(record, definition));
  return [
    { name: 'about', label: `About this ${objectTypes[objectType].singular}`, definitions: key },
    {
      name: appGroup,
      label: record.groups.find(({ name }) => name === appGroup)?.label ?? 'oppSpot SmartSync',
      definitions: own,
    },
    { name: 'others', label: 'Other properties', definitions: others },
  ].filter(({ definitions }) => definitions.length > 0);
}

function isFilled(record: CrmRecord, definition: PropertyDefinition): boolean {
  return Boolean(record.properties[definition.name]);
}
