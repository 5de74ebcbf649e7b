import { Flex, Heading, Select, Text, Toggle } from '@hubspot/ui-extensions';
import { OptionalLimit } from '../parts/OptionalLimit.tsx';
import { errorProps, useSettingsForm } from '../settings-form.ts';
import { pickFrom } from '../words/pick-from.ts';
import {
  DIRECTION_LABELS,
  DIRECTIONS,
  FREQUENCIES,
  FREQUENCY_LABELS,
  SOURCE_NAMES,
  SOURCE_SWITCHES,
} from '../words/source-words.ts';

/** Where facts come from, how data flows, and how much may be used in a day. */
export function SourcesAndLimits() {
  const { settings, change, problemAt, isReadOnly } = useSettingsForm();
  const { sources, sync, limits } = settings;
  return (
    <Flex direction="column" gap="medium">
      <Heading>Sources</Heading>
      <Flex direction="column" gap="small">
        {SOURCE_NAMES.map((name) => (
          <Flex key={name} direction="column" gap="flush">
            <Toggle
              label={SOURCE_SWITCHES[name].label}
              name={`sources.${name}`}
              readonly={isReadOnly}
              checked={sources[name]}
              onChange={(isOn) => change({ sources: { ...sources, [name]: isOn } })}
            />
            <Text variant="microcopy">{SOURCE_SWITCHES[name].gives}</Text>
          </Flex>
        ))}
      </Flex>
      <Heading>Sync with oppSpot</Heading>
      <Flex direction="row" gap="medium" wrap>
        <Select
          label="Direction"
          name="sync.direction"
          readOnly={isReadOnly}
          value={sync.direction}
          options={DIRECTIONS.map((value) => ({ value, label: DIRECTION_LABELS[value] }))}
          onChange={(value) => change({ sync: { ...sync, direction: pickFrom(DIRECTIONS, value) ?? sync.direction } })}
          {...errorProps(problemAt('sync.direction'))}
        />
        <Select
          label="How often"
          name="sync.frequency"
          readOnly={isReadOnly}
          value={sync.frequency}
          options={FREQUENCIES.map((value) => ({ value, label: FREQUENCY_LABELS[value] }))}
          onChange={(value) => change({ sync: { ...sync, frequency: pickFrom(FREQUENCIES, value) ?? sync.frequency } })}
          {...errorProps(problemAt('sync.frequency'))}
        />
      </Flex>
      <Heading>Limits</Heading>
      <OptionalLimit
        label="Limit how many records may be enriched in a day"
        amount="Records a day"
        field="limits.recordsPerDay"
        value={limits.recordsPerDay}
        usual={500}
        onChange={(recordsPerDay) => change({ limits: { ...limits, recordsPerDay } })}
      />
      <OptionalLimit
        label="Limit how much AI may write in a day"
        amount="Tokens a day"
        hint="At the limit, summaries come from a template that says so. Today’s use is under Connection."
        field="limits.modelTokensPerDay"
        value={limits.modelTokensPerDay}
        usual={200_000}
        onChange={(modelTokensPerDay) => change({ limits: { ...limits, modelTokensPerDay } })}
      />
    </Flex>
  );
}
