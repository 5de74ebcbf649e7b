import { expect, it } from 'vitest';
import { makeKeyProperty } from '../../../backend/src/adapters/hubspot/key-property.ts';
import type { HubspotTransport } from '../../../backend/src/adapters/hubspot/transport.ts';

const session = {
  organizationId: '5f0c1c52-1d0f-4a0e-9d53-2f6f0b5f7b11',
  portalId: 4_100_001,
  priority: 'background' as const,
  getAccessToken: async () => 'token',
  countCall: () => {},
};

it('is asked for and made once by steps of a bulk run that ask side by side, and asked again after a failure', async () => {
  const asked: string[] = [];
  let isAway = true;
  const transport: Pick<HubspotTransport, 'call'> = {
    call: async (_session, { method, path }) => {
      asked.push(method);
      if (isAway) throw new Error(`${path}: HubSpot is away`);
      const status = method === 'GET' ? 404 : 201;
      const body = { hasUniqueValue: true };
      return { kind: 'answered', status, body, retryAfterMs: null, limits: null, correlationId: null };
    },
  };
  const keepsKeys = makeKeyProperty({ ...transport, close: () => {} });
  await expect(keepsKeys(session, 'tasks')).rejects.toThrow('away');
  isAway = false;
  asked.length = 0;

  const answers = await Promise.all(Array.from({ length: 4 }, () => keepsKeys(session, 'tasks')));

  expect(answers).toEqual([true, true, true, true]);
  expect(asked).toEqual(['GET', 'POST', 'POST']);
});
