import { Alert, Button, Checkbox, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ReceiptAnswer } from '../../../contract/administration.ts';
import { wordNoAnswer } from '../../../display/Unanswered.tsx';
import { useSettingsForm } from '../settings-form.ts';
import type { NoAnswer } from '../settings-state.ts';

/** Ends the connection in two steps, since there is no way back but installing anew. */
export function Disconnect({ onDisconnected }: { onDisconnected: (receipt: ReceiptAnswer['receipt']) => void }) {
  const { client } = useSettingsForm();
  const [isAsking, setAsking] = useState(false);
  const [isWorking, setWorking] = useState(false);
  const [removeProperties, setRemoveProperties] = useState(false);
  const [problem, setProblem] = useState<NoAnswer | null>(null);
  const disconnect = async () => {
    setWorking(true);
    const answer = await client.disconnect(removeProperties);
    setWorking(false);
    if (answer.kind === 'ok') onDisconnected(answer.value.receipt);
    else setProblem(answer);
  };
  return (
    <Flex direction="column" gap="small" align="start">
      <Text>
        oppSpot is removed from this account, its access is revoked, and the key to the stored tokens is destroyed.
        Running work stops. Values on your records stay, unless you remove the properties too.
      </Text>
      <Checkbox checked={removeProperties} onChange={setRemoveProperties} readOnly={isWorking}>
        Also remove the oppSpot properties and all values in them
      </Checkbox>
      {problem && (
        <Alert title={wordNoAnswer(problem).title} variant="error">
          {wordNoAnswer(problem).text}
        </Alert>
      )}
      {isAsking ? (
        <Flex direction="column" gap="small" align="start">
          <Text format={{ fontWeight: 'demibold' }}>
            Disconnect for good{removeProperties ? ' and remove the properties' : ''}?
          </Text>
          <Flex direction="row" gap="small">
            <LoadingButton variant="destructive" loading={isWorking} onClick={() => void disconnect()}>
              Disconnect now
            </LoadingButton>
            <Button disabled={isWorking} onClick={() => setAsking(false)}>
              Stay connected
            </Button>
          </Flex>
        </Flex>
      ) : (
        <Button onClick={() => setAsking(true)}>Disconnect…</Button>
      )}
    </Flex>
  );
}
