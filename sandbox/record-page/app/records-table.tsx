import type { PropertyDefinition, RecordSummary } from './control-shapes.ts';
import { formatAge, formatValue } from './format-value.ts';
import { type ObjectType, objectTypes } from './object-types.ts';
import { usePortal } from './portal-context.ts';
import { recordHref } from './router.ts';
import { ScoreBadge, StatusBadge } from './score-badge.tsx';
import { initials } from './top-bar.tsx';

type Column = { readonly name: string; readonly label: string };

const columns: Readonly<Record<ObjectType, readonly Column[]>> = {
  contacts: [
    { name: 'email', label: 'Email' },
    { name: 'jobtitle', label: 'Job title' },
    { name: 'company', label: 'Company' },
  ],
  companies: [
    { name: 'domain', label: 'Domain' },
    { name: 'city', label: 'City' },
    { name: 'industry', label: 'Industry' },
  ],
  deals: [
    { name: 'amount', label: 'Amount' },
    { name: 'dealstage', label: 'Stage' },
    { name: 'closedate', label: 'Close date' },
  ],
};

type Props = {
  readonly objectType: ObjectType;
  /** `undefined` while they are read: grey rows hold the place. */
  readonly rows: readonly RecordSummary[] | undefined;
  /** How values are read; one without a definition is shown as it is stored. */
  readonly definitions: readonly PropertyDefinition[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
};

export function RecordsTable({ objectType, rows, definitions, selected, onSelect }: Props) {
  const shown = columns[objectType];
  const areAllSelected = rows !== undefined && rows.length > 0 && rows.every(({ id }) => selected.has(id));
  return (
    <div className="records">
      <table>
        <thead>
          <tr>
            <th scope="col" className="tick">
              <input
                type="checkbox"
                aria-label="Select all on this page"
                checked={areAllSelected}
                disabled={rows === undefined}
                onChange={() => onSelect(areAllSelected ? new Set() : new Set(rows?.map(({ id }) => id)))}
              />
            </th>
            <th scope="col">Name</th>
            {shown.map((column) => (
              <th scope="col" key={column.name}>
                {column.label}
              </th>
            ))}
            <th scope="col">oppSpot score</th>
            <th scope="col">Enrichment</th>
          </tr>
        </thead>
        <tbody>
          {rows === undefined && <PlaceholderRows cells={shown.length + 4} />}
          {rows?.map((row) => (
            <Row
              key={row.id}
              row={row}
              objectType={objectType}
              definitions={definitions}
              isSelected={selected.has(row.id)}
              onToggle={() => onSelect(toggled(selected, row.id))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  readonly row: RecordSummary;
  readonly objectType: ObjectType;
  readonly definitions: readonly PropertyDefinition[];
  readonly isSelected: boolean;
  readonly onToggle: () => void;
};

function Row({ row, objectType, definitions, isSelected, onToggle }: RowProps) {
  const { portal } = usePortal();
  const name = row.title || `Unnamed ${objectTypes[objectType].singular}`;
  const read = (name: string) =>
    formatValue(
      row.properties[name],
      definitions.find((definition) => definition.name === name),
      portal.timeZone,
    );
  const enrichedAt = row.properties.oppspot_last_enriched_at;
  return (
    <tr className={isSelected ? 'selected' : ''}>
      <td className="tick">
        <input type="checkbox" aria-label={`Select ${name}`} checked={isSelected} onChange={onToggle} />
      </td>
      <td>
        <a className="record-link" href={recordHref(portal.id, objectType, row.id)}>
          <span className={`avatar small ${objectType}`} aria-hidden="true">
            {initials(name)}
          </span>
          {name}
        </a>
      </td>
      {columns[objectType].map((column) => (
        <td key={column.name}>{read(column.name) || <span className="none">—</span>}</td>
      ))}
      <td>
        <ScoreBadge score={row.properties.oppspot_score} />
      </td>
      <td>
        <StatusBadge status={row.properties.oppspot_enrichment_status} />
        {enrichedAt && <small className="age">{formatAge(enrichedAt, Date.now())}</small>}
      </td>
    </tr>
  );
}

function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

function PlaceholderRows({ cells }: { readonly cells: number }) {
  return ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((row) => (
    <tr key={row} className="placeholder">
      <td colSpan={cells}>
        <i />
      </td>
    </tr>
  ));
}
