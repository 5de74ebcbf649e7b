import { Flex, Heading, NumberInput, Toggle, ToggleGroup } from '@hubspot/ui-extensions';
import { OBJECT_TYPE_LABELS, OBJECT_TYPES } from '../../../display/names.ts';
import { errorProps, useSettingsForm } from '../settings-form.ts';

/** Enriching records as they appear, and again as they age. */
export function AutomaticEnrichment() {
  const { settings, change, problemAt, isReadOnly } = useSettingsForm();
  const { automaticEnrichment: automatic } = settings;
  const put = (next: Partial<typeof automatic>) => change({ automaticEnrichment: { ...automatic, ...next } });
  return (
    <Flex direction="column" gap="small" align="start">
      <Heading>Enrich by itself</Heading>
      <Toggle
        label="Enrich new records as they are created"
        name="automaticEnrichment.onCreate"
        readonly={isReadOnly}
        checked={automatic.onCreate}
        onChange={(onCreate) => put({ onCreate })}
      />
      <ToggleGroup
        toggleType="checkboxList"
        label="For"
        name="automaticEnrichment.objectTypes"
        inline
        options={OBJECT_TYPES.map((value) => ({ value, label: OBJECT_TYPE_LABELS[value], readonly: isReadOnly }))}
        value={automatic.objectTypes}
        onChange={(chosen) => put({ objectTypes: OBJECT_TYPES.filter((type) => chosen.includes(type)) })}
        {...errorProps(problemAt('automaticEnrichment.objectTypes'))}
      />
      <NumberInput
        label="Refresh a record after (days)"
        name="automaticEnrichment.refreshDays"
        min={1}
        max={365}
        precision={0}
        readOnly={isReadOnly}
        value={automatic.refreshDays}
        onChange={(refreshDays) => put({ refreshDays })}
        {...errorProps(problemAt('automaticEnrichment.refreshDays'))}
      />
    </Flex>
  );
}
