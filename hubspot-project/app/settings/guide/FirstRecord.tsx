import { Alert, Button, Flex, Heading, Link, List, Text } from '@hubspot/ui-extensions';
import { useAnswer } from '../../../display/use-answer.ts';
import { useSettingsForm } from '../settings-form.ts';

const STEPS = [
  'Open a company and click Customize. HubSpot does not place cards by itself.',
  'Choose the right sidebar or a tab, then Card library, App, oppSpot SmartSync.',
  'Back on the company, click Enrich with oppSpot.',
];

/** The last step happens on a record; whether it has is looked up on request. */
export function FirstRecord({ portalId }: { readonly portalId: number }) {
  const { client } = useSettingsForm();
  const { loaded, reload } = useAnswer('first record', client.readOverview);
  const overview = loaded.kind === 'ready' ? loaded.value : null;
  const isDone = overview !== null && overview.records.length > 0;
  return (
    <Flex direction="column" gap="small" align="start">
      <Heading>Enrich your first record</Heading>
      {isDone ? (
        <Alert title="Your first record is enriched" variant="success">
          oppSpot is set up. All settings are on the next page, and everything it does is in the app’s activity.
        </Alert>
      ) : (
        <>
          <List variant="ordered-styled">{STEPS}</List>
          {overview && (
            <Link href={`${overview.hubspotUrl}/contacts/${portalId}/objects/0-2/views/all/list`}>
              Open your companies
            </Link>
          )}
          <Flex direction="row" gap="small" align="center">
            <Button size="sm" onClick={reload}>
              Check again
            </Button>
            <Text variant="microcopy">Nothing is enriched yet.</Text>
          </Flex>
        </>
      )}
    </Flex>
  );
}
