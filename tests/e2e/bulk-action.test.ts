import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_ICP } from '../../sandbox/seed/demo-icp.ts';
import { connectPortal, type DemoWorld, keepPicture as savePicture, startDemoWorld } from '../support/demo-world.ts';

let world: DemoWorld;
let demo: DemoWorld['demo'];
let browser: Browser;
let page: Page;
let portal: DemoWorld['portal'];

beforeAll(async () => {
  world = await startDemoWorld();
  ({ demo, portal, browser } = world);
  await connectPortal(world, DEMO_ICP);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(30_000);
});

afterAll(() => world?.stop());

const keepPicture = (name: string) => savePicture(page, name);

const press = async (name: string) => {
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
};
const written = () => page.locator('tbody tr', { hasText: /Enriched|Insufficient data/ }).count();

it('a rep enriches a selection by keyboard alone, caps it, follows it and takes it back', async () => {
  await page.goto(`${demo.sandboxOrigin}/#/portals/${portal.id}/companies`);
  await page.getByRole('checkbox', { name: 'Select all on this page', disabled: false }).focus();
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
