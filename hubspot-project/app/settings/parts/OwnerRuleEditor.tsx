import { Button, Flex, Input, Select, Tile } from '@hubspot/ui-extensions';
import type { SettingsWire } from '../../../contract/settings.ts';
import { errorProps, useSettingsForm } from '../settings-form.ts';
import { KIND_HINTS, KIND_LABELS, RULE_KINDS } from '../words/automation-words.ts';
import { pickFrom } from '../words/pick-from.ts';
import { splitList } from '../words/split-list.ts';

type OwnerRule = SettingsWire['automation']['owner']['rules'][number];

interface OwnerRuleEditorProps {
  readonly at: number;
  readonly rule: OwnerRule;
  readonly owners: { readonly value: string; readonly label: string }[];
  readonly onChange: (rule: OwnerRule) => void;
  readonly onRemove: () => void;
}

/** Records like these go to this person. */
export function OwnerRuleEditor({ at, rule, owners, onChange, onRemove }: OwnerRuleEditorProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  const path = `automation.owner.rules.${at}`;
  return (
    <Tile compact>
      <Flex direction="row" gap="small" align="end" wrap>
        <Select
          label="When the"
          name={`${path}.kind`}
          readOnly={isReadOnly}
          value={rule.kind}
          options={RULE_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))}
          onChange={(value) => onChange({ ...rule, kind: pickFrom(RULE_KINDS, value) ?? rule.kind, values: [] })}
        />
        <Input
          label="Is one of"
          tooltip={KIND_HINTS[rule.kind]}
          name={`${path}.values`}
          readOnly={isReadOnly}
          value={rule.values.join(', ')}
          onChange={(text) => onChange({ ...rule, values: splitList(text) })}
          {...errorProps(problemAt(`${path}.values`))}
        />
        <Select
          label="Give it to"
          name={`${path}.ownerId`}
          readOnly={isReadOnly}
          value={rule.ownerId}
          options={owners}
          onChange={(value) => onChange({ ...rule, ownerId: String(value) })}
          {...errorProps(problemAt(`${path}.ownerId`))}
        />
        {!isReadOnly && (
          <Button size="sm" onClick={onRemove}>
            Remove
          </Button>
        )}
      </Flex>
    </Tile>
  );
}
