import { Alert, Button, Flex, List, Text, useExtensionActions } from '@hubspot/ui-extensions';
import type { ReceiptAnswer } from '../../../contract/administration.ts';
import { useDisplay } from '../../../display/display.ts';
import { listReceipt } from '../words/receipt-words.ts';

/** What the disconnect did, to keep. */
export function Receipt({ receipt }: { readonly receipt: ReceiptAnswer['receipt'] }) {
  const { copyTextToClipboard } = useExtensionActions<'settings'>();
  const display = useDisplay();
  const lines = listReceipt(display, receipt);
  return (
    <Flex direction="column" gap="medium" align="start">
      <Alert title="oppSpot is disconnected" variant={receipt.problems.length > 0 ? 'warning' : 'success'}>
        <List variant="unordered-styled">{lines}</List>
      </Alert>
      {receipt.problems.length > 0 && (
        <Flex direction="column" gap="extra-small">
          <Text format={{ fontWeight: 'demibold' }}>What could not be done</Text>
          <List variant="unordered-styled">{[...receipt.problems]}</List>
        </Flex>
      )}
      <Button onClick={() => void copyTextToClipboard([...lines, ...receipt.problems].join('\n'))}>Copy receipt</Button>
    </Flex>
  );
}
