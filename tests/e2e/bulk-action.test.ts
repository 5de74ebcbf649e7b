import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_ICP } from '../../sandbox/seed/demo-icp.ts';
import { findFreePort } from '../../scripts/demo/choose-port.ts';
import { type DemoProcesses, startDemoProcesses } from '../../scripts/demo/demo-processes.ts';
import { installApp } from '../../scripts/demo/install-app.ts';
import { prepareDemo } from '../../scripts/demo/prepare-demo.ts';
import { launchChromium } from '../support/launch-chromium.ts';

let dataDir: string;
let demo: DemoProcesses;
let browser: Browser;
let page: Page;
let portal: { id: number; adminUserId: number };

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'smartsync-bulk-'));
  const ports = { sandboxPort: await findFreePort(), backendPort: await findFreePort() };
  demo = await startDemoProcesses({ ...ports, dataDir, watch: false });
  portal = await demo.sandbox.readPortal();
  await installApp({ backendOrigin: demo.backendOrigin, portalId: portal.id, userId: portal.adminUserId });
  await prepareDemo(demo, { portalId: portal.id, adminUserId: portal.adminUserId, icp: DEMO_ICP });
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(30_000);
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Keeps the pictures of the documents true: `UPDATE_SCREENSHOTS=1 npx vitest run --project full tests/e2e`. */
async function keepPicture(name: string): Promise<void> {
  if (process.env.UPDATE_SCREENSHOTS !== '1') return;
  await page.screenshot({ path: path.resolve(import.meta.dirname, '../../docs/images', `${name}.png`) });
}

const press = async (name: string) => {
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
};
const written = () => page.locator('tbody tr', { hasText: /Enriched|Insufficient data/ }).count();

it('a rep enriches a selection by keyboard alone, caps it, follows it and takes it back', async () => {
  await page.goto(`${demo.sandboxOrigin}/#/portals/${portal.id}/companies`);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).focus();
  await page.keyboard.press('Space');
  await press('Enrich with oppSpot');
  await page.getByRole('button', { name: 'Start enriching' }).waitFor();
  await page.getByLabel('Records at most').fill('5');
  await page.keyboard.press('Tab');
  await page.getByRole('heading', { name: 'Enrich 5 companies' }).waitFor();
  await keepPicture('bulk-action');

  await press('Start enriching');
  await page.getByText('Done: 5 companies').waitFor();
  await press('Reload the list');
  await page
    .locator('tbody tr', { hasText: /Enriched|Insufficient data/ })
    .nth(4)
    .waitFor();

  expect(await written()).toBe(5);
});

it('undoes a run from the same panel', async () => {
  await page
    .getByRole('checkbox', { name: /^Select (?!all)/ })
    .nth(7)
    .focus();
  await page.keyboard.press('Space');
  await press('Enrich with oppSpot');
  await page.getByRole('heading', { name: 'Enrich 1 company' }).waitFor();
  await press('Start enriching');
  await page.getByText('Done: 1 company').waitFor();

  await press('Undo this run');
  await page.getByText('The run was undone').waitFor();
  await press('Reload the list');

  await page.getByRole('button', { name: 'Reload the list' }).waitFor({ state: 'detached' });
  await expect.poll(written, { timeout: 10_000 }).toBe(5);
});
