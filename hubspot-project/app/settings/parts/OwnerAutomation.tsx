import { Alert, Button, Flex, Heading, MultiSelect, Text, Toggle } from '@hubspot/ui-extensions';
import type { AutomationOptionsWire } from '../../../contract/automation-options.ts';
import { errorProps, useSettingsForm } from '../settings-form.ts';
import { OwnerRuleEditor } from './OwnerRuleEditor.tsx';

/** An owner for records that have none: the first rule that fits, else in turns. */
export function OwnerAutomation({ owners }: { readonly owners: AutomationOptionsWire['owners'] }) {
  const { settings, change, problemAt, isReadOnly } = useSettingsForm();
  const { automation } = settings;
  const { owner } = automation;
  const put = (next: Partial<typeof owner>) => change({ automation: { ...automation, owner: { ...owner, ...next } } });
  const options = owners.map(({ id, name }) => ({ value: id, label: name }));
  const isIdle = owner.rules.length === 0 && owner.roundRobinOwnerIds.length === 0;
  const problem = isIdle ? problemAt('automation.owner') : undefined;
  return (
    <Flex direction="column" gap="small" align="start">
      <Heading>Owners</Heading>
      <Toggle
        label="Give an owner to records that have none"
        name="automation.owner.enabled"
        readonly={isReadOnly}
        checked={owner.enabled}
        onChange={(enabled) => put({ enabled })}
      />
      {problem && (
        <Alert title="Nobody to give records to" variant="error">
          {problem}
        </Alert>
      )}
      {owner.enabled && (
        <>
          {owner.rules.length > 0 && <Text>The first rule that fits counts.</Text>}
          {owner.rules.map((rule, at) => (
            <OwnerRuleEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place: the first that fits counts
              key={at}
              at={at}
              rule={rule}
              owners={options}
              onChange={(next) => put({ rules: owner.rules.map((old, place) => (place === at ? next : old)) })}
              onRemove={() => put({ rules: owner.rules.filter((_, place) => place !== at) })}
            />
          ))}
          {!isReadOnly && (
            <Button
              size="sm"
              onClick={() =>
                put({ rules: [...owner.rules, { kind: 'territory', values: [], ownerId: owners[0]?.id ?? '' }] })
              }
            >
              Add a rule
            </Button>
          )}
          <MultiSelect
            label="Everybody else, in turns"
            name="automation.owner.roundRobinOwnerIds"
            readOnly={isReadOnly}
            value={owner.roundRobinOwnerIds}
            options={options}
            onChange={(chosen) => put({ roundRobinOwnerIds: chosen.map(String) })}
            {...errorProps(problemAt('automation.owner.roundRobinOwnerIds'))}
          />
        </>
      )}
    </Flex>
  );
}
