/** A card that does what real ones do: reads properties, asks its backend, alerts, opens a panel, renames the record. */
import {
  Alert,
  Button,
  Divider,
  Flex,
  Form,
  Heading,
  hubspot,
  Input,
  LoadingButton,
  LoadingSpinner,
  Panel,
  PanelBody,
  Statistics,
  StatisticsItem,
  Tag,
  Text,
  Tooltip,
} from '@hubspot/ui-extensions';
import { useCrmProperties } from '@hubspot/ui-extensions/crm';
import { useState } from 'react';

type Answer = { readonly greeting: string; readonly query: Record<string, string> };

const RecordCard = ({ context, actions }: Parameters<Parameters<typeof hubspot.extend<'crm.record.tab'>>[0]>[0]) => {
  const { properties, isLoading } = useCrmProperties(['name', 'city']);
  const [answer, setAnswer] = useState<Answer>();
  const [isBusy, setBusy] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [note, setNote] = useState('');
  if (isBroken) throw new Error('The sample card broke on purpose');
  if (isLoading) return <LoadingSpinner label="Loading record" showLabel layout="centered" />;

  const ask = async () => {
    setBusy(true);
    const response = await hubspot.fetch('https://app.example/hello', {
      method: 'POST',
      body: { name: properties.name },
    });
    setAnswer((await response.json()) as Answer);
    setBusy(false);
    actions.addAlert({ type: 'success', message: 'The backend answered' });
    actions.refreshObjectProperties();
  };
  return (
    <Flex direction="column" gap="medium">
      <Flex justify="between" align="center">
        <Heading>{properties.name ?? 'Unnamed'}</Heading>
        <Tag variant="info" overlay={<Tooltip>Where the record says it is</Tooltip>}>
          {properties.city ?? 'no city'}
        </Tag>
      </Flex>
      <Text variant="microcopy">
        Object {context.crm.objectId} of type {context.crm.objectTypeId} for {context.user.email}
      </Text>
      {answer && (
        <Statistics>
          <StatisticsItem label="Answer" number={answer.greeting} />
          <StatisticsItem label="Portal" number={answer.query.portalId ?? ''} />
        </Statistics>
      )}
      <Divider />
      <Form onSubmit={(event) => setNote(String(event.targetValue.note))}>
        <Input label="Note" name="note" description="Kept in the card only" />
        <Button type="submit">Keep note</Button>
      </Form>
      {note && <Alert title="Noted">{note}</Alert>}
      <Flex gap="small">
        <LoadingButton loading={isBusy} variant="primary" onClick={ask}>
          Ask the backend
        </LoadingButton>
        <Button
          overlay={
            <Panel id="details" title="Details">
              <PanelBody>
                <Text>What the panel says</Text>
                <Button onClick={(_event, reactions) => reactions.closePanel('details')}>Close the panel</Button>
              </PanelBody>
            </Panel>
          }
        >
          Details
        </Button>
        <Button variant="destructive" onClick={() => setBroken(true)}>
          Break
        </Button>
      </Flex>
    </Flex>
  );
};

hubspot.extend<'crm.record.tab'>((api) => <RecordCard {...api} />);
