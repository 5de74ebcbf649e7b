import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOpenAiWriter } from '../../../backend/src/adapters/openai/openai-writer.ts';
import type { BatchRequest, BatchState } from '../../../backend/src/ports/summary-writer.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../support/openai-stand-in.ts';

let standIn: OpenAiStandIn;
beforeEach(async () => {
  standIn = await startOpenAiStandIn();
  standIn.answerWith('two_sentences');
});
afterEach(() => standIn.close());

const { signal } = new AbortController();
const writer = () =>
  makeOpenAiWriter({ apiKey: 'sk-test', baseUrl: standIn.baseUrl, model: 'gpt-6-luna', timeoutMs: 5_000 });

function requestFor(id: string): BatchRequest {
  const evidence = [
    {
      id: 'e1',
      source: 'register' as const,
      url: null,
      title: 'Register entry',
      fetchedAt: '2026-11-23T08:00:00.000Z',
      snippet: `Company ${id}, ask jane@acme.example.`,
    },
  ];
  return { id, request: { companyName: `Company ${id}`, evidence, actions: [], icpWords: [], problems: [] } };
}

async function submit(...ids: readonly string[]): Promise<string> {
  const submitted = await writer().submitBatch(ids.map(requestFor), signal);
  return submitted.kind === 'submitted' ? submitted.batchId : '';
}

/** The answers of an ended batch by id: what was written, or why not. */
function answersIn(state: BatchState): Readonly<Record<string, string>> {
  const answers = state.kind === 'ended' ? [...state.answers] : [];
  return Object.fromEntries(answers.map(([id, answer]) => [id, answer.kind === 'written' ? 'written' : answer.reason]));
}

describe('a batch', () => {
  it('goes as one file of the same requests, without contact details', async () => {
    await submit('one', 'two');
    await writer().readBatch('batch_1', signal);

    expect(standIn.batches.uploads).toHaveLength(1);
    expect(standIn.requests).toHaveLength(2);
    expect(JSON.stringify(standIn.requests)).not.toContain('jane');
  });

  it('runs until it has ended, and then answers by id though the lines come in another order', async () => {
    const batchId = await submit('one', 'two');
    standIn.batches.setFate('stays');
    expect(await writer().readBatch(batchId, signal)).toEqual({ kind: 'running', done: 0, total: 2 });
    standIn.batches.setFate('completed');

    const state = await writer().readBatch(batchId, signal);

    expect(answersIn(state)).toEqual({ one: 'written', two: 'written' });
    const one = state.kind === 'ended' ? state.answers.get('one') : undefined;
    expect(one).toMatchObject({ draft: { sentences: [{ text: 'Company one is described by the evidence.' }, {}] } });
    expect(one?.usage.inputTokens).toBeGreaterThan(1_000);
  });

  it('loses only the line that failed', async () => {
    standIn.batches.failLines('two');
    const batchId = await submit('one', 'two', 'three');

    expect(answersIn(await writer().readBatch(batchId, signal))).toEqual({
      one: 'written',
      two: 'the batch did not answer this one: 500',
      three: 'written',
    });
  });

  it('gives what was written until it expired', async () => {
    standIn.batches.setFate('expired');
    const batchId = await submit('one', 'two');

    expect(answersIn(await writer().readBatch(batchId, signal))).toEqual({
      one: 'written',
      two: 'the batch did not answer this one: batch_expired',
    });
  });

  it('is lost when the service refuses its file, here for an id given twice', async () => {
    const batchId = await submit('same', 'same');

    expect(await writer().readBatch(batchId, signal)).toEqual({
      kind: 'lost',
      reason: 'the batch was refused: invalid_json_line',
    });
  });

  it('is not lost while nobody can be asked', async () => {
    const batchId = await submit('one');
    standIn.batches.breakWith(503);

    expect(await writer().readBatch(batchId, signal)).toMatchObject({ kind: 'unavailable' });
    expect(await writer().submitBatch([requestFor('two')], signal)).toMatchObject({ kind: 'unavailable' });
    standIn.batches.breakWith(0);
    expect(answersIn(await writer().readBatch(batchId, signal))).toEqual({ one: 'written' });
  });

  it('can be cancelled, late and twice', async () => {
    const batchId = await submit('one');
    standIn.batches.setFate('stays');

    await writer().cancelBatch(batchId, signal);
    await writer().cancelBatch(batchId, signal);

    expect(standIn.batches.cancelled).toEqual([batchId]);
    expect(await writer().readBatch(batchId, signal)).toMatchObject({ kind: 'ended' });
  });

  it('leaves nothing behind at a signal that outlives it', async () => {
    const batchId = await submit('one');
    await writer().readBatch(batchId, signal);
    await writer().cancelBatch(batchId, signal);

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
