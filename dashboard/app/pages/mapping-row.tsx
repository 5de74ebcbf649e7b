import { Autocomplete, Button, Group, Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { propertiesQuery } from '../api/queries.ts';
import type { Mapping } from '../api/shapes.ts';
import { wordsOf } from '../words/labels.ts';

const POLICIES = [
  { value: 'fill_empty', label: 'Only fill empty' },
  { value: 'overwrite', label: 'Keep up to date' },
  { value: 'never', label: 'Never write' },
];

/** One mapped field. */
export function MappingRow(props: {
  readonly mapping: Mapping;
  readonly objectType: string;
  readonly sources: readonly string[];
  readonly transforms: readonly string[];
  readonly isReadOnly: boolean;
  /** Why this one was not saved. */
  readonly problem: string | undefined;
  readonly onChange: (mapping: Mapping) => void;
  readonly onRemove: () => void;
}) {
  const { mapping, objectType, sources, transforms, isReadOnly, problem, onChange, onRemove } = props;
  const properties = useQuery(propertiesQuery(objectType));
  const targets = (properties.data?.properties ?? []).filter(({ readOnly }) => !readOnly).map(({ name }) => name);
  const named = (names: readonly string[]) => names.map((value) => ({ value, label: wordsOf(value) }));
  return (
    <Group
      align="flex-end"
      gap="sm"
      wrap="wrap"
      role="group"
      aria-label={`${wordsOf(mapping.source)} to ${mapping.target || 'a property'}`}
    >
      <div className="fills">
        <div className="fields">
          <Select
            label="Result"
            data={named(sources)}
            searchable
            allowDeselect={false}
            disabled={isReadOnly}
            value={mapping.source}
            onChange={(source) => onChange({ ...mapping, source: source ?? mapping.source })}
          />
          <Autocomplete
            label="HubSpot property"
            data={targets}
            limit={50}
            disabled={isReadOnly}
            value={mapping.target}
            error={problem}
            onChange={(target) => onChange({ ...mapping, target })}
          />
          <Select
            label="Transform"
            placeholder="As it is"
            data={named(transforms)}
            clearable
            searchable
            disabled={isReadOnly}
            value={mapping.transform}
            onChange={(transform) => onChange({ ...mapping, transform })}
          />
          <Select
            label="Writing"
            data={POLICIES}
            allowDeselect={false}
            disabled={isReadOnly}
            value={mapping.policy}
            onChange={(policy) => {
              if (policy === 'fill_empty' || policy === 'overwrite' || policy === 'never')
                onChange({ ...mapping, policy });
            }}
          />
        </div>
      </div>
      <Switch
        label="Keep people’s edits"
        checked={mapping.respectHumanEdits}
        disabled={isReadOnly}
        onChange={(event) => onChange({ ...mapping, respectHumanEdits: event.currentTarget.checked })}
        mb={8}
      />
      {!isReadOnly && (
        <Button
          variant="subtle"
          color="red"
          size="sm"
          onClick={onRemove}
          aria-label={`Remove ${wordsOf(mapping.source)} to ${mapping.target}`}
        >
          Remove
        </Button>
      )}
    </Group>
  );
}
