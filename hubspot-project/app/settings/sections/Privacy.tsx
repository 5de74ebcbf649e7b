import { Flex, Heading, Input, NumberInput, Text } from '@hubspot/ui-extensions';
import { ListInput } from '../parts/ListInput.tsx';
import { errorProps, useSettingsForm } from '../settings-form.ts';
import { splitList } from '../words/split-list.ts';

/** Who is never looked up, how long data is kept, and who may change settings. */
export function Privacy({ userId }: { readonly userId: number }) {
  const { settings, change, problemAt, isReadOnly } = useSettingsForm();
  const { suppression, adminUserIds, retentionDays } = settings;
  return (
    <Flex direction="column" gap="medium">
      <Heading>Never look up</Heading>
      <Text>For these no source is asked and nothing is written, whoever asks.</Text>
      <Flex direction="row" gap="medium" wrap>
        <ListInput
          label="E-mail addresses"
          field="suppression.emails"
          values={suppression.emails}
          onChange={(emails) => change({ suppression: { ...suppression, emails } })}
        />
        <ListInput
          label="Domains"
          field="suppression.domains"
          values={suppression.domains}
          onChange={(domains) => change({ suppression: { ...suppression, domains } })}
        />
      </Flex>
      <Heading>How long data is kept</Heading>
      <NumberInput
        label="Keep results and logs for (days)"
        description="Older ones are erased every night. At least 30 days, as long as a write can be undone."
        name="retentionDays"
        min={30}
        max={3650}
        precision={0}
        readOnly={isReadOnly}
        value={retentionDays}
        onChange={(days) => change({ retentionDays: days })}
        {...errorProps(problemAt('retentionDays'))}
      />
      <Heading>Who may change settings</Heading>
      <Input
        label="More admins, by HubSpot user id"
        description={`The person who installed oppSpot always may. Separate ids by commas; yours is ${userId}.`}
        name="adminUserIds"
        readOnly={isReadOnly}
        value={adminUserIds.join(', ')}
        onChange={(text) => change({ adminUserIds: splitList(text).map(Number).filter(Number.isSafeInteger) })}
        {...errorProps(problemAt('adminUserIds'))}
      />
    </Flex>
  );
}
