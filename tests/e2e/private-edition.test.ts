import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../../hubspot-project/contract/index.ts';
import { DEMO_ICP, DEMO_WEIGHTS } from '../../sandbox/seed/demo-icp.ts';
import { importDemoRegister } from '../../scripts/demo/prepare-demo.ts';
import { type DemoWorld, startDemoWorld } from '../support/demo-world.ts';
import { makeSignedFetch } from '../support/signed-fetch.ts';

let world: DemoWorld;
let demo: DemoWorld['demo'];
let browser: Browser;
let page: Page;
let portal: DemoWorld['portal'];

beforeAll(async () => {
  world = await startDemoWorld('private');
  ({ demo, portal, browser } = world);
  await Promise.all([importDemoRegister(demo), saveIcp()]);
});

afterAll(() => world?.stop());

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(20_000);
});

/** This edition has no settings page: whoever runs the backend sets it. */
async function saveIcp(): Promise<void> {
  const clientSecret = demo.environment.HUBSPOT_CLIENT_SECRET ?? '';
  const send = makeSignedFetch({ origin: demo.backendOrigin, publicUrl: demo.publicUrl, clientSecret });
  const caller = { portalId: portal.id, userId: portal.adminUserId };
  const answer = await send('/api/hubspot/settings', caller);
  const { settings } = z.object({ settings: settingsSchema }).parse(await answer.json());
  const scoring = { ...settings.scoring, weights: DEMO_WEIGHTS };
  const body = JSON.stringify({ ...settings, scoring, icp: DEMO_ICP });
  expect((await send('/api/hubspot/settings', caller, { method: 'PUT', body })).status).toBe(200);
}

const card = () => page.locator('[data-extension=oppspot_enrichment_sidebar_card]');

async function openFirst(objectType: string): Promise<void> {
  const [record] = await demo.sandbox.listRecords(portal.id, objectType);
  await page.goto(`${demo.sandboxOrigin}/#/portals/${portal.id}/${objectType}/${record?.id}`);
}

describe('the private edition in a real browser', () => {
  it.each(['companies', 'contacts'])(
    'enriches one of the %s from its card, through the function inside HubSpot',
    async (objectType) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await openFirst(objectType);

      await card().getByRole('button', { name: 'Enrich with oppSpot' }).click();

      await card().getByRole('button', { name: 'Enrich again' }).waitFor();
      await page.locator('[data-property=oppspot_score]').getByText(/^\d+$/).waitFor();
      expect(asked).toContain(`/__sandbox/portals/${portal.id}/functions/oppspot_backend_proxy`);
      expect(asked).not.toContain(`/__sandbox/portals/${portal.id}/fetch`);
    },
  );

  it('says in the card that oppSpot cannot be reached when the function fails, and works again by itself', async () => {
    const secrets = {
      SMARTSYNC_BACKEND_ORIGIN: demo.publicUrl,
      SMARTSYNC_CLIENT_SECRET: demo.environment.HUBSPOT_CLIENT_SECRET,
      HUBSPOT_API_URL: demo.sandboxOrigin,
    };
    await setSecrets({ ...secrets, SMARTSYNC_BACKEND_ORIGIN: 'http://127.0.0.1:9' });
    await openFirst('deals');
    await card().getByText('oppSpot cannot be reached').waitFor();

    await setSecrets(secrets);
    await card().getByRole('button', { name: 'Try again' }).click();

    await card().getByRole('button', { name: 'Enrich with oppSpot' }).waitFor();
  });
});

/** As `hs secret update` does. */
async function setSecrets(secrets: object): Promise<void> {
  const answer = await fetch(`${demo.sandboxOrigin}/__sandbox/function-secrets`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(secrets),
  });
  expect(answer.status).toBe(200);
}
