import { Flex, NumberInput, Toggle } from '@hubspot/ui-extensions';
import { errorProps, useSettingsForm } from '../settings-form.ts';

interface OptionalLimitProps {
  readonly label: string;
  /** What the number counts. */
  readonly amount: string;
  readonly hint?: string;
  /** Path in the settings. */
  readonly field: string;
  /** null: no limit. */
  readonly value: number | null;
  /** Proposed when a limit is switched on. */
  readonly usual: number;
  readonly onChange: (value: number | null) => void;
}

/** A limit that can be absent. */
export function OptionalLimit({ label, amount, hint, field, value, usual, onChange }: OptionalLimitProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  return (
    <Flex direction="column" gap="extra-small" align="start">
      <Toggle
        label={label}
        name={`${field}.on`}
        readonly={isReadOnly}
        checked={value !== null}
        onChange={(isOn) => onChange(isOn ? usual : null)}
      />
      {value !== null && (
        <NumberInput
          label={amount}
          name={field}
          min={0}
          precision={0}
          readOnly={isReadOnly}
          value={value}
          onChange={onChange}
          {...(hint ? { description: hint } : {})}
          {...errorProps(problemAt(field))}
        />
      )}
    </Flex>
  );
}
