import { Button, Checkbox, Flex, Select, Text, Tile } from '@hubspot/ui-extensions';
import type { ObjectTypeName } from '../../../contract/object-type.ts';
import type { SettingsWire } from '../../../contract/settings.ts';
import { mappingSourceSchema } from '../../../contract/settings.ts';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';
import { useAnswer } from '../../../display/use-answer.ts';
import { errorProps, useSettingsForm } from '../settings-form.ts';
import { POLICY_LABELS, SOURCE_LABELS, transformLabel, usefulTransforms } from '../words/mapping-words.ts';
import { pickFrom } from '../words/pick-from.ts';

type FieldMapping = SettingsWire['fields'][ObjectTypeName][number];

interface MappingEditorProps {
  readonly objectType: ObjectTypeName;
  /** Path of this mapping in the settings. */
  readonly field: string;
  readonly mapping: FieldMapping;
  readonly onChange: (mapping: FieldMapping) => void;
  readonly onRemove: () => void;
  readonly onDone: () => void;
}

const SOURCES = mappingSourceSchema.options;
const POLICIES = ['fill_empty', 'overwrite', 'never'] as const;
/** The value of a select cannot be null. */
const AS_IT_IS = '';

/** One mapping; only properties that its value fits are offered. */
export function MappingEditor({ objectType, field, mapping, onChange, onRemove, onDone }: MappingEditorProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  const transforms = usefulTransforms(mapping.source, mapping.transform);
  const common = { readOnly: isReadOnly };
  return (
    <Tile compact>
      <Flex direction="column" gap="small">
        <Flex direction="row" gap="small" wrap>
          <Select
            {...common}
            label="From oppSpot"
            name={`${field}.source`}
            value={mapping.source}
            options={SOURCES.map((value) => ({ value, label: SOURCE_LABELS[value] }))}
            onChange={(value) =>
              onChange({ ...mapping, source: pickFrom(SOURCES, value) ?? mapping.source, transform: null })
            }
            {...errorProps(problemAt(`${field}.source`))}
          />
          <Select
            {...common}
            label="Changed to"
            name={`${field}.transform`}
            value={mapping.transform ?? AS_IT_IS}
            options={[
              { value: AS_IT_IS, label: 'As it is' },
              ...transforms.map((value) => ({ value, label: transformLabel(value) })),
            ]}
            onChange={(value) => onChange({ ...mapping, transform: value === AS_IT_IS ? null : String(value) })}
            {...errorProps(problemAt(`${field}.transform`))}
          />
          <TargetSelect objectType={objectType} field={field} mapping={mapping} onChange={onChange} />
          <Select
            {...common}
            label="Written"
            name={`${field}.policy`}
            value={mapping.policy}
            options={POLICIES.map((value) => ({ value, label: POLICY_LABELS[value] }))}
            onChange={(value) => onChange({ ...mapping, policy: pickFrom(POLICIES, value) ?? mapping.policy })}
          />
        </Flex>
        <Checkbox
          {...common}
          checked={mapping.respectHumanEdits}
          onChange={(respectHumanEdits) => onChange({ ...mapping, respectHumanEdits })}
        >
          Never replace what a person typed
        </Checkbox>
        <Flex direction="row" gap="small">
          <Button size="sm" onClick={onDone}>
            Done
          </Button>
          <Button size="sm" variant="destructive" onClick={onRemove} disabled={isReadOnly}>
            Remove this field
          </Button>
        </Flex>
      </Flex>
    </Tile>
  );
}

function TargetSelect(props: Pick<MappingEditorProps, 'objectType' | 'field' | 'mapping' | 'onChange'>) {
  const { objectType, field, mapping, onChange } = props;
  const { client, problemAt, isReadOnly } = useSettingsForm();
  const { source, transform } = mapping;
  const { loaded } = useAnswer(`suiting ${objectType} ${source} ${transform}`, () =>
    client.readProperties(objectType, { source, transform }),
  );
  if (loaded.kind === 'problem') return <Text>{wordNoAnswer(loaded.problem).text}</Text>;
  const suiting = loaded.kind === 'ready' ? loaded.value.properties : [];
  const isOffered = mapping.target === '' || suiting.some(({ name }) => name === mapping.target);
  const options = suiting.map(({ name, label }) => ({ value: name, label: `${label} (${name})` }));
  return (
    <Select
      label="To the property"
      name={`${field}.target`}
      required
      readOnly={isReadOnly || loaded.kind === 'loading'}
      value={mapping.target}
      placeholder={loaded.kind === 'loading' ? 'Looking for what fits…' : 'Choose a property'}
      options={isOffered ? options : [...options, { value: mapping.target, label: `${mapping.target} (does not fit)` }]}
      onChange={(value) => onChange(withTarget(mapping, String(value)))}
      {...errorProps(problemAt(`${field}.target`))}
    />
  );
}

/** Our own properties are kept up to date, those of others only filled, until somebody says otherwise. */
function withTarget(mapping: FieldMapping, target: string): FieldMapping {
  const isOwn = target.startsWith('oppspot_');
  return { ...mapping, target, policy: isOwn ? 'overwrite' : mapping.policy };
}
