import { NumberInput } from '@hubspot/ui-extensions';
import { errorProps, useSettingsForm } from '../settings-form.ts';

/** The score from which something happens. */
export function ScoreThreshold(props: { field: string; value: number; onChange: (score: number) => void }) {
  const { problemAt, isReadOnly } = useSettingsForm();
  return (
    <NumberInput
      label="From this score (0 to 100)"
      name={props.field}
      min={0}
      max={100}
      precision={0}
      readOnly={isReadOnly}
      value={props.value}
      onChange={props.onChange}
      {...errorProps(problemAt(props.field))}
    />
  );
}
