import { Button, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import { Fragment } from 'react';
import type { PropertiesAnswer } from '../../../contract/administration.ts';
import type { ObjectTypeName } from '../../../contract/object-type.ts';
import type { SettingsWire } from '../../../contract/settings.ts';
import { useSettingsForm } from '../settings-form.ts';
import { POLICY_LABELS, SOURCE_LABELS, transformLabel } from '../words/mapping-words.ts';
import { MappingEditor } from './MappingEditor.tsx';

type FieldMapping = SettingsWire['fields'][ObjectTypeName][number];

interface MappingTableProps {
  readonly objectType: ObjectTypeName;
  readonly mappings: readonly FieldMapping[];
  readonly properties: PropertiesAnswer['properties'];
  /** Place of the one that is being edited. */
  readonly editedAt: number | null;
  readonly onEdit: (at: number | null) => void;
  readonly onChange: (mappings: readonly FieldMapping[]) => void;
}

/** The mapped fields of one object type; one at a time opens for editing, and all that are wrong say so. */
export function MappingTable(props: MappingTableProps) {
  const { objectType, mappings, properties, editedAt, onEdit, onChange } = props;
  return (
    <Table density="condensed">
      <TableHead>
        <TableRow>
          <TableHeader>From oppSpot</TableHeader>
          <TableHeader>To the property</TableHeader>
          <TableHeader>Written</TableHeader>
          <TableHeader width="min"> </TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {mappings.map((mapping, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mapping is known by its place, as in the saved settings
          <Fragment key={at}>
            <MappingRow
              mapping={mapping}
              field={`fields.${objectType}.${at}`}
              label={labelOf(mapping.target, properties)}
              isEdited={at === editedAt}
              onEdit={() => onEdit(at === editedAt ? null : at)}
            />
            {at === editedAt && (
              <TableRow>
                <TableCell colSpan={4}>
                  <MappingEditor
                    objectType={objectType}
                    field={`fields.${objectType}.${at}`}
                    mapping={mapping}
                    onChange={(next) => onChange(mappings.map((old, place) => (place === at ? next : old)))}
                    onRemove={() => {
                      onEdit(null);
                      onChange(mappings.filter((_, place) => place !== at));
                    }}
                    onDone={() => onEdit(null)}
                  />
                </TableCell>
              </TableRow>
            )}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

interface MappingRowProps {
  readonly mapping: FieldMapping;
  readonly field: string;
  readonly label: string;
  readonly isEdited: boolean;
  readonly onEdit: () => void;
}

function MappingRow({ mapping, field, label, isEdited, onEdit }: MappingRowProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  const problem = problemAt(field);
  const source = SOURCE_LABELS[mapping.source];
  return (
    <TableRow>
      <TableCell>
        <Text>
          {mapping.transform === null ? source : `${source}, ${transformLabel(mapping.transform).toLowerCase()}`}
        </Text>
      </TableCell>
      <TableCell>
        <Text>{label}</Text>
        {problem && !isEdited && <Text format={{ fontWeight: 'demibold' }}>{problem}</Text>}
      </TableCell>
      <TableCell>
        <Text>{wordRule(mapping)}</Text>
      </TableCell>
      <TableCell width="min">
        {!isReadOnly && (
          <Button size="xs" onClick={onEdit}>
            {isEdited ? 'Close' : 'Edit'}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

function wordRule({ policy, respectHumanEdits }: FieldMapping): string {
  return policy === 'never' || respectHumanEdits
    ? POLICY_LABELS[policy]
    : `${POLICY_LABELS[policy]}, also over what people typed`;
}

function labelOf(target: string, properties: PropertiesAnswer['properties']): string {
  if (target === '') return 'Not chosen yet';
  return properties.find(({ name }) => name === target)?.label ?? target;
}
