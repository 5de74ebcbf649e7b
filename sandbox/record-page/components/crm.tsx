/** Stand-ins that show CRM data of the record the card is on. */
import type {
  CrmActionButtonProps,
  CrmActionLinkProps,
  CrmAssociationTableProps,
  CrmCardActionsProps,
  CrmDataHighlightProps,
  CrmPropertyListProps,
  CrmStageTrackerProps,
} from '@hubspot/ui-extensions/crm';
import { formatValue } from '../app/format-value.ts';
import { parseObjectType } from '../app/object-types.ts';
import { recordHref } from '../app/router.ts';
import { useFrame } from '../host/frame-context.ts';
import { Unsupported } from './unsupported.tsx';

/** Label and shown value of properties of the record; another record is out of reach here. */
function usePropertyRows(names: readonly string[], objectId: number | undefined) {
  const { record, timeZone } = useFrame();
  if (!record || (objectId !== undefined && String(objectId) !== record.id)) return undefined;
  return names.map((name) => {
    const definition = record.definitions.find((candidate) => candidate.name === name);
    return {
      name,
      label: definition?.label ?? name,
      value: formatValue(record.properties[name], definition, timeZone) || '—',
    };
  });
}

export function CrmPropertyList({ properties, objectId, direction = 'column', testId }: CrmPropertyListProps) {
  const rows = usePropertyRows(properties, objectId);
  if (!rows) return <Unsupported name="CrmPropertyList" note="shows the record of the card only" />;
  return (
    <dl className={`c-description-list ${direction === 'row' ? 'row' : 'column'}`} data-testid={testId}>
      {rows.map((row) => (
        <div key={row.name}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function CrmDataHighlight({ properties, objectId, testId }: CrmDataHighlightProps) {
  const rows = usePropertyRows(properties, objectId);
  if (!rows) return <Unsupported name="CrmDataHighlight" note="shows the record of the card only" />;
  return (
    <dl className="c-statistics small" data-testid={testId}>
      {rows.map((row) => (
        <div key={row.name}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function CrmStageTracker({ properties, objectId, testId }: CrmStageTrackerProps) {
  const { record } = useFrame();
  const rows = usePropertyRows(properties, objectId);
  const stage = record?.definitions.find(({ name }) => name === 'dealstage' || name === 'lifecyclestage');
  if (!rows || !record || !stage) return <Unsupported name="CrmStageTracker" note="needs a record with a stage" />;
  const current = stage.options.findIndex(({ value }) => value === record.properties[stage.name]);
  return (
    <div data-testid={testId}>
      <ol className="c-stages">
        {stage.options.map((option, index) => (
          <li key={option.value} className={index <= current ? 'done' : ''} title={option.label} />
        ))}
      </ol>
      <span className="c-text microcopy">{stage.options[current]?.label ?? 'No stage'}</span>
    </div>
  );
}

export function CrmAssociationTable({ objectTypeId, propertyColumns, testId }: CrmAssociationTableProps) {
  const { record, portalId } = useFrame();
  const objectType = parseObjectType(objectTypeId);
  if (!record || !objectType) return <Unsupported name="CrmAssociationTable" note={`object type ${objectTypeId}`} />;
  const rows = record.associations[objectType];
  return (
    <div className="c-table bordered" data-testid={testId}>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {propertyColumns.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <a className="c-link" href={recordHref(portalId, objectType, row.id)}>
                  {row.title}
                </a>
              </td>
              {propertyColumns.map((name) => (
                <td key={name}>{row.properties[name] ?? '—'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function CrmActionButton({ actionType, variant = 'secondary', disabled, children }: CrmActionButtonProps) {
  const { explainMissing } = useFrame();
  return (
    <button
      type="button"
      className={`button ${variant}`}
      disabled={disabled}
      onClick={() => explainMissing(actionType)}
    >
      {children}
    </button>
  );
}

export function CrmActionLink({ actionType, children }: CrmActionLinkProps) {
  const { explainMissing } = useFrame();
  return (
    <button type="button" className="c-link plain-button" onClick={() => explainMissing(actionType)}>
      {children}
    </button>
  );
}

export function CrmCardActions({ actionConfigs }: CrmCardActionsProps) {
  const { explainMissing } = useFrame();
  const options = actionConfigs.flatMap((config) => (config.type === 'dropdown' ? config.options : [config]));
  return (
    <div className="c-button-row">
      {options.map((option) => (
        <button
          type="button"
          key={option.actionType}
          className="button button-sm secondary"
          disabled={option.disabled}
          onClick={() => explainMissing(option.actionType)}
        >
          {option.label ?? option.actionType}
        </button>
      ))}
    </div>
  );
}
