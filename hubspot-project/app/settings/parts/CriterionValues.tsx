import { Flex, Input, MultiSelect, NumberInput } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import { errorProps, useSettingsForm } from '../settings-form.ts';
import { type Criterion, SIC_SECTIONS, SIZES } from '../words/icp-words.ts';
import { splitList } from '../words/split-list.ts';

interface CriterionValuesProps {
  /** Path of the criterion in the settings. */
  readonly path: string;
  readonly criterion: Criterion;
  readonly onChange: (criterion: Criterion) => void;
}

/** The values of a criterion, asked for as its field needs. */
export function CriterionValues(props: CriterionValuesProps): ReactNode {
  switch (props.criterion.field) {
    case 'industry':
      return <Industries {...props} />;
    case 'size':
      return <Sizes {...props} />;
    case 'place':
      return (
        <Words {...props} label="Places" hint="Towns, counties, countries or postcode areas, separated by commas" />
      );
    case 'age':
      return <Range {...props} unit="years" />;
    case 'technology':
      return <Words {...props} label="Technologies" hint="Words on the company’s website, separated by commas" />;
  }
}

function Industries({ path, criterion, onChange }: CriterionValuesProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  const values = criterion.values ?? [];
  const sections = values.filter((value) => SIC_SECTIONS.some((section) => section.value === value));
  const codes = values.filter((value) => !sections.includes(value));
  return (
    <Flex direction="row" gap="small" wrap>
      <MultiSelect
        label="Industries"
        name={`${path}.values`}
        readOnly={isReadOnly}
        value={sections}
        options={[...SIC_SECTIONS]}
        onChange={(chosen) => onChange({ ...criterion, values: [...chosen.map(String), ...codes] })}
        {...errorProps(problemAt(`${path}.values`))}
      />
      <Input
        label="Or SIC codes"
        description="Two to five digits, such as 62 or 62012, separated by commas"
        name={`${path}.codes`}
        readOnly={isReadOnly}
        value={codes.join(', ')}
        onChange={(text) => onChange({ ...criterion, values: [...sections, ...splitList(text)] })}
      />
    </Flex>
  );
}

function Sizes({ path, criterion, onChange }: CriterionValuesProps) {
  const { problemAt, isReadOnly } = useSettingsForm();
  return (
    <Flex direction="column" gap="small">
      <MultiSelect
        label="Sizes"
        name={`${path}.values`}
        readOnly={isReadOnly}
        value={criterion.values ?? []}
        options={[...SIZES]}
        onChange={(chosen) => onChange({ ...criterion, values: chosen.map(String) })}
        {...errorProps(problemAt(`${path}.values`))}
      />
      <Range path={path} criterion={criterion} onChange={onChange} unit="employees" />
    </Flex>
  );
}

function Words(props: CriterionValuesProps & { readonly label: string; readonly hint: string }) {
  const { path, criterion, onChange, label, hint } = props;
  const { problemAt, isReadOnly } = useSettingsForm();
  return (
    <Input
      label={label}
      description={hint}
      name={`${path}.values`}
      readOnly={isReadOnly}
      value={(criterion.values ?? []).join(', ')}
      onChange={(text) => onChange({ ...criterion, values: splitList(text) })}
      {...errorProps(problemAt(`${path}.values`))}
    />
  );
}

function Range({ path, criterion, onChange, unit }: CriterionValuesProps & { readonly unit: string }) {
  const { problemAt, isReadOnly } = useSettingsForm();
  return (
    <Flex direction="row" gap="small" wrap>
      <NumberInput
        label={`From (${unit})`}
        name={`${path}.min`}
        min={0}
        readOnly={isReadOnly}
        {...(criterion.min === undefined ? {} : { value: criterion.min })}
        onChange={(min) => onChange({ ...criterion, min })}
        {...errorProps(problemAt(`${path}.min`))}
      />
      <NumberInput
        label={`Up to (${unit})`}
        name={`${path}.max`}
        min={0}
        readOnly={isReadOnly}
        {...(criterion.max === undefined ? {} : { value: criterion.max })}
        onChange={(max) => onChange({ ...criterion, max })}
        {...errorProps(problemAt(`${path}.max`))}
      />
    </Flex>
  );
}
