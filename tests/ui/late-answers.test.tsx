import { Button, Text } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { useEnrichment } from '../../hubspot-project/app/cards/use-enrichment.ts';
import { makeSmartSyncClient, type SmartSyncClient } from '../../hubspot-project/contract/client.ts';
import { buildEnrichment, buildRecord } from './builders.ts';
import { pick } from './card-stand.tsx';

interface Pending {
  readonly url: string;
  readonly answer: (body: unknown) => void;
}

afterEach(() => {
  vi.useRealTimers();
});

interface StageProps {
  readonly client: SmartSyncClient;
  readonly onFinished: () => void;
}

/** A place where the record under the hook can change while an answer is on its way. */
function Stage({ client, onFinished }: StageProps) {
  const [objectId, setObjectId] = useState('42');
  const { state, enrich } = useEnrichment({ client, objectType: 'companies', objectId, onFinished });
  const shown = state.kind === 'ready' ? `${state.run.kind} ${state.record.enrichment?.id ?? 'none'}` : state.kind;
  return (
    <>
      <Text>{shown}</Text>
      <Button testId="enrich" onClick={() => enrich()}>
        Enrich
      </Button>
      <Button testId="turn" onClick={() => setObjectId('43')}>
        Turn
      </Button>
    </>
  );
}

function setStage() {
  const pending: Pending[] = [];
  const client = makeSmartSyncClient(
    'https://x.example',
    (url) =>
      new Promise((resolve) => {
        pending.push({ url, answer: (body) => resolve({ ok: true, status: 200, json: async () => body }) });
      }),
  );
  const onFinished = vi.fn();
  const renderer = createRenderer('crm.record.tab');
  renderer.render(<Stage client={client} onFinished={onFinished} />);
  const request = (number: number) => vi.waitFor(() => pick(pending, number));
  const shows = (text: string) => vi.waitFor(() => expect(renderer.find(Text).text).toBe(text));
  return { ...renderer, request, shows, onFinished };
}

/** Lets everything that an answer sets off come to its end. */
async function settle() {
  for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('ignores the stored enrichment of a record that is no longer shown', async () => {
  const stage = setStage();
  const old = await stage.request(1);

  stage.findByTestId(Button, 'turn').trigger('onClick');
  (await stage.request(2)).answer(buildRecord());
  await stage.shows('idle none');
  old.answer(buildRecord({ enrichment: buildEnrichment({ id: 'of-record-42' }) }));
  await settle();

  await stage.shows('idle none');
});

test('ignores the end of a run of a record that is no longer shown', async () => {
  const stage = setStage();
  (await stage.request(1)).answer(buildRecord());
  await stage.shows('idle none');

  stage.findByTestId(Button, 'enrich').trigger('onClick');
  const run = await stage.request(2);
  stage.findByTestId(Button, 'turn').trigger('onClick');
  (await stage.request(3)).answer(buildRecord());
  await stage.shows('idle none');
  run.answer({ enrichment: buildEnrichment({ id: 'of-record-42' }) });
  await settle();

  await stage.shows('idle none');
  expect(stage.onFinished).not.toHaveBeenCalled();
});

test('ignores a look at a background run of a record that is no longer shown', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stage = setStage();
  (await stage.request(1)).answer(buildRecord());
  await stage.shows('idle none');

  stage.findByTestId(Button, 'enrich').trigger('onClick');
  (await stage.request(2)).answer({ enrichment: { id: 'run-1', status: 'running' } });
  await vi.advanceTimersByTimeAsync(2_000);
  const look = await stage.request(3);
  stage.findByTestId(Button, 'turn').trigger('onClick');
  (await stage.request(4)).answer(buildRecord());
  await stage.shows('idle none');
  look.answer({ enrichment: buildEnrichment({ id: 'of-record-42' }) });
  await settle();

  await stage.shows('idle none');
  expect(stage.onFinished).not.toHaveBeenCalled();
});
