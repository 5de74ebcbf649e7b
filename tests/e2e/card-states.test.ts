import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_ICP } from '../../sandbox/seed/demo-icp.ts';
import { connectPortal, type DemoWorld, startDemoWorld } from '../support/demo-world.ts';

const QUICK = { readMs: 0, writeMs: 0, searchMs: 0, tokenMs: 0 };

let world: DemoWorld;
let page: Page;

beforeAll(async () => {
  world = await startDemoWorld();
  await connectPortal(world, DEMO_ICP);
  await world.demo.sandbox.setLatency(QUICK);
});

afterAll(() => world?.stop());

beforeEach(async () => {
  page = await world.browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(40_000);
});

afterEach(async () => {
  await page.close();
  await fetch(`${world.demo.sandboxOrigin}/__sandbox/faults`, { method: 'DELETE' });
});

const card = () => page.locator('[data-extension=oppspot_enrichment_sidebar_card]');
const button = (name: string) => card().getByRole('button', { name, exact: true });

/** Opens a company whose name holds the words, and gives its id. */
async function openCompany(words: string): Promise<string> {
  const records = await world.demo.sandbox.listRecords(world.portal.id, 'companies');
  const record = records.find(({ title }) => title.includes(words));
  if (!record) throw new Error(`no company with "${words}"`);
  await page.goto(`${world.demo.sandboxOrigin}/#/portals/${world.portal.id}/companies/${record.id}`);
  return record.id;
}

/** HubSpot answers what fits the pattern with this status, as often as it is asked. */
async function arm(pathPattern: string, status: number, body?: object): Promise<void> {
  const fault = { kind: 'status', status, ...(body ? { body } : {}) };
  const answer = await fetch(`${world.demo.sandboxOrigin}/__sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ match: { pathPattern }, times: 1_000, fault }),
  });
  expect(answer.status).toBeLessThan(300);
}

describe('a rep', () => {
  it('is told why it takes long, and then sees the result', async () => {
    await openCompany('Thistledown');
    await button('Enrich with oppSpot').waitFor();
    await world.demo.sandbox.setLatency({ ...QUICK, readMs: 5_000 });

    await button('Enrich with oppSpot').click();

    await card().getByText('Finding the company and reading its sources.').waitFor();
    await card().getByText('Still working: some sources take a few seconds').waitFor();
    await world.demo.sandbox.setLatency(QUICK);
    await button('Enrich again').waitFor();
  });

  it('gets no score where too little is known, and reads what is missing', async () => {
    await openCompany('Unilever');

    await button('Enrich with oppSpot').click();

    await card().getByText('Not enough known for a score').waitFor();
    await card()
      .getByText(/^Missing: /)
      .waitFor();
  });

  it('is told that HubSpot did not answer, and tries again', async () => {
    const id = await openCompany('Copper Lantern');
    await arm(`/companies/${id}$`, 503);
    await button('Enrich with oppSpot').click();
    await card().getByText('HubSpot or a source did not answer').waitFor();
    await fetch(`${world.demo.sandboxOrigin}/__sandbox/faults`, { method: 'DELETE' });

    await button('Try again').click();

    await button('Use this company').waitFor();
  });

  it('is told when oppSpot cannot be reached, and the card comes back', async () => {
    const ours = '**/__sandbox/portals/*/fetch';
    await page.route(ours, (route) => route.abort());
    await openCompany('Fernhythe');
    await card().getByText('oppSpot cannot be reached').waitFor();
    await page.unroute(ours);

    await button('Try again').click();

    await button('Enrich with oppSpot').waitFor();
  });

  it('starts a workflow action that answers later, and one that answers at once', async () => {
    const callbacks: string[] = [];
    page.on('request', (request) => callbacks.push(...(request.url().endsWith('/callbacks') ? [request.url()] : [])));
    await openCompany('Old Tannery');
    const workflow = page.getByRole('region', { name: 'Workflow actions' });
    const enrich = workflow.getByRole('button', { name: 'Enrich with oppSpot' });

    await world.demo.sandbox.setLatency({ ...QUICK, readMs: 5_000 });
    await enrich.click();
    await workflow.getByText('The workflow waits for the app’s callback…').waitFor();
    await world.demo.sandbox.setLatency(QUICK);
    await workflow.getByText('ENRICHED').waitFor();
    const asked = callbacks.length;
    await page.locator('[data-property=oppspot_score]').getByText(/^\d+$/).waitFor();

    await enrich.click();
    await workflow.getByText('Running Enrich with oppSpot…').waitFor({ state: 'detached' });
    await workflow.getByText('ENRICHED').waitFor();
    expect([asked > 0, callbacks.length - asked]).toEqual([true, 0]);
  });

  it('is told when HubSpot lets oppSpot in no more, and what to do', async () => {
    await openCompany('Thistledown');
    await button('Enrich again').waitFor();
    await arm('/crm/', 401, { status: 'error', category: 'INVALID_AUTHENTICATION', message: 'no', correlationId: 'a' });
    await arm('/oauth/2026-09/token', 400, { status: 'BAD_REFRESH_TOKEN', message: 'gone', correlationId: 'b' });

    await button('Enrich again').click();

    await card().getByText('oppSpot is disconnected from HubSpot').first().waitFor();
  });
});
