import { Button, Flex, Select, Text, Tile } from '@hubspot/ui-extensions';
import { useSettingsForm } from '../settings-form.ts';
import { CRITERION_FIELDS, type Criterion, FIELD_LABELS, RULE_LABELS, RULES } from '../words/icp-words.ts';
import { pickFrom } from '../words/pick-from.ts';
import { CriterionValues } from './CriterionValues.tsx';

interface CriterionEditorProps {
  readonly at: number;
  readonly criterion: Criterion;
  readonly onChange: (criterion: Criterion) => void;
  readonly onRemove: () => void;
}

/** What is asked about, how strictly, and which values count. */
export function CriterionEditor({ at, criterion, onChange, onRemove }: CriterionEditorProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  const path = `icp.criteria.${at}`;
  const problem = problemAt(path);
  const { field, rule } = criterion;
  return (
    <Tile compact>
      <Flex direction="column" gap="small">
        <Flex direction="row" gap="small" align="end" wrap>
          <Select
            label="What"
            name={`${path}.field`}
            readOnly={isReadOnly}
            value={field}
            options={CRITERION_FIELDS.map((value) => ({ value, label: FIELD_LABELS[value] }))}
            // What was typed for another field means nothing here.
            onChange={(value) => onChange({ field: pickFrom(CRITERION_FIELDS, value) ?? field, rule, values: [] })}
          />
          <Select
            label="How strictly"
            name={`${path}.rule`}
            readOnly={isReadOnly}
            value={rule}
            options={RULES.map((value) => ({ value, label: RULE_LABELS[value] }))}
            onChange={(value) => onChange({ ...criterion, rule: pickFrom(RULES, value) ?? rule })}
          />
          {!isReadOnly && (
            <Button size="sm" onClick={onRemove}>
              Remove
            </Button>
          )}
        </Flex>
        <CriterionValues path={path} criterion={criterion} onChange={onChange} />
        {problem && !problemAt(`${path}.values`) && <Text format={{ fontWeight: 'demibold' }}>{problem}</Text>}
      </Flex>
    </Tile>
  );
}
