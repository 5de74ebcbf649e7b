import { NumberInput } from '@hubspot/ui-extensions';
import { errorProps, useSettingsForm } from '../settings-form.ts';

interface ShareInputProps {
  readonly label: string;
  readonly description?: string;
  /** Path in the settings. */
  readonly field: string;
  /** 0–1. */
  readonly value: number;
  readonly onChange: (share: number) => void;
}

/** A share, shown and typed as percent. */
export function ShareInput({ label, description, field, value, onChange }: ShareInputProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  return (
    <NumberInput
      label={`${label} (%)`}
      name={field}
      min={0}
      max={100}
      precision={0}
      readOnly={isReadOnly}
      value={Math.round(value * 100)}
      onChange={(percent) => onChange(percent / 100)}
      {...(description ? { description } : {})}
      {...errorProps(problemAt(field))}
    />
  );
}
