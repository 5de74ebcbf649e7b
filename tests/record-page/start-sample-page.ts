import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildRecordPage } from '../../sandbox/record-page/build.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { buildSampleExtensions, startSampleBackend } from './sample-app.ts';

/** Portal of the sample; its only company is `companyId`. */
export const portalId = 4711;

/** Starts the record page over a local HubSpot with a sample app whose extensions HubSpot's bundler built. */
export async function startSamplePage() {
  const recordPageDir = await mkdtemp(path.join(tmpdir(), 'record-page-'));
  const [extensionsDir, backend] = await Promise.all([
    buildSampleExtensions(),
    startSampleBackend(),
    buildRecordPage({ outDir: recordPageDir, minify: false }),
  ]);
  const sandbox = await startSandbox({
    recordPageDir,
    extensionsDir,
    openApiDir: false,
    originMap: { 'https://app.example': backend.origin },
    app: {
      appId: 77,
      name: 'Sample app',
      clientId: 'sample',
      clientSecret: 'sample-secret',
      redirectUrls: [],
      requiredScopes: [],
      permittedUrls: { fetch: ['https://app.example'] },
    },
    seed: {
      portals: [
        {
          id: portalId,
          name: 'Sample portal',
          users: [
            { id: 1, email: 'ana@sample.example', firstName: 'Ana', lastName: 'Ruiz', superAdmin: true },
            { id: 2, email: 'ben@sample.example', firstName: 'Ben', lastName: 'Okafor' },
          ],
          companies: [
            { key: 'acme', properties: { name: 'Acme Tools Ltd', city: 'Leeds', domain: 'acme-tools.example' } },
            { key: 'birch', properties: { name: 'Birch Foods Ltd', city: 'York' } },
          ],
          contacts: [
            {
              key: 'mia',
              properties: { firstname: 'Mia', lastname: 'Hall', email: 'mia@acme-tools.example' },
              associations: ['acme'],
            },
          ],
          deals: [
            {
              key: 'deal',
              properties: { dealname: 'Acme renewal', amount: '12000', dealstage: 'appointmentscheduled' },
              associations: ['acme'],
            },
          ],
          tasks: [
            {
              key: 'task',
              properties: { hs_task_subject: 'Call Mia', hs_timestamp: '2026-11-24T09:00:00Z' },
              associations: ['acme'],
            },
          ],
        },
      ],
    },
  });
  const portal = sandbox.admin.state.portals.get(portalId);
  if (portal) portal.installed = true;
  return {
    url: sandbox.url,
    companyId: sandbox.admin.ids(portalId, 'acme'),
    async stop() {
      backend.stop();
      await sandbox.stop();
    },
  };
}
