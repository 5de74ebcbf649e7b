import { expect, test } from 'vitest';
import { makeSmartSyncClient } from '../../hubspot-project/contract/client.ts';
import { buildRecord } from './builders.ts';

const error = { code: 'conflict', message: 'This key was used for another record.', requestId: 'req-1' };

const readWith = (status: number, body: unknown) =>
  makeSmartSyncClient('https://x.example', async () => ({
    ok: status < 300,
    status,
    json: async () => body,
  })).readRecord('companies', '42');

test('gives back what the contract knows', async () => {
  expect(await readWith(200, buildRecord())).toEqual({ kind: 'ok', value: buildRecord() });
});

test.each([
  ['sent as it is', { error }],
  ['wrapped by HubSpot’s proxy', { status: 'error', responseBody: { error } }],
  ['wrapped as text', { status: 'error', responseBody: JSON.stringify({ error }) }],
])('understands a refusal %s', async (_how, body) => {
  expect(await readWith(409, body)).toEqual({ kind: 'refused', status: 409, error });
});

test('understands a wrapped refusal that arrives with 200', async () => {
  expect(await readWith(200, { status: 'error', responseBody: { error } })).toMatchObject({ kind: 'refused', error });
});

test.each([
  ['a page of a proxy', 502, '<html>'],
  ['a wrapped page of a proxy', 502, { responseBody: '<html>' }],
  ['an answer of another version', 200, { enrichment: 'yes' }],
])('takes %s for unreachable', async (_name, status, body) => {
  expect(await readWith(status, body)).toMatchObject({ kind: 'unreachable' });
});
