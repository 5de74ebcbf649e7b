import { Button, Flex, LoadingButton, Text, useExtensionActions } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { useBackend } from '../backend.ts';

type ResultsState =
  | { readonly kind: 'unread' | 'reading' | 'unreachable' }
  | { readonly kind: 'ready'; readonly csv: string };

/** The results of a run as CSV, to paste into a spreadsheet: an extension cannot save a file, and copying needs a click. */
export function BulkResults({ bulkId }: { readonly bulkId: string }) {
  const { readResults } = useBackend();
  const { copyTextToClipboard, addAlert } = useExtensionActions<'pages'>();
  const [state, setState] = useState<ResultsState>({ kind: 'unread' });
  const read = async () => {
    setState({ kind: 'reading' });
    const csv = await readResults(bulkId);
    setState(csv === null ? { kind: 'unreachable' } : { kind: 'ready', csv });
  };
  if (state.kind === 'ready')
    return (
      <Button
        size="sm"
        onClick={() => {
          void copyTextToClipboard(state.csv);
          addAlert({ type: 'success', message: 'The results are on your clipboard. Paste them into a spreadsheet.' });
        }}
      >
        Copy as CSV
      </Button>
    );
  return (
    <Flex direction="row" gap="small" align="center">
      <LoadingButton size="sm" loading={state.kind === 'reading'} onClick={() => void read()}>
        Get results
      </LoadingButton>
      {state.kind === 'unreachable' && (
        <Text variant="microcopy">
          The results did not get through. A very large run can be read from the API only.
        </Text>
      )}
    </Flex>
  );
}
