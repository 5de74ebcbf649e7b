import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { makeLimitOrganization } from '../../../backend/src/http/limit-organization.ts';

it('refuses an organisation that asks too often, and no other', async () => {
  const app = express();
  app.use((request, response, next) => {
    response.locals.organizationId = request.headers['x-organization'];
    next();
  });
  app.use(makeLimitOrganization(2), (_request, response) => void response.json({}));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (organization: string) =>
    fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-organization': organization } });

  const statuses = [(await ask('one')).status, (await ask('one')).status];
  const refused = await ask('one');
  const other = await ask('two');
  server.close();

  expect(statuses).toEqual([200, 200]);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ success: false, error: 'Rate limit exceeded', code: 'RATE_LIMIT' });
  expect(other.status).toBe(200);
});
