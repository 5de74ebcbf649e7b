import { TextArea } from '@hubspot/ui-extensions';
import { errorProps, useSettingsForm } from '../settings-form.ts';
import { splitList } from '../words/split-list.ts';

interface ListInputProps {
  readonly label: string;
  /** Path in the settings. */
  readonly field: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
}

/** A list typed or pasted, one entry a line. */
export function ListInput({ label, field, values, onChange }: ListInputProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  return (
    <TextArea
      label={label}
      description="One a line"
      name={field}
      rows={5}
      resize="vertical"
      readOnly={isReadOnly}
      value={values.join('\n')}
      onChange={(text) => onChange(splitList(text))}
      {...errorProps(problemAt(field))}
    />
  );
}
