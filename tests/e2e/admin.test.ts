import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectPortal, type DemoWorld, keepPicture as savePicture, startDemoWorld } from '../support/demo-world.ts';

let world: DemoWorld;
let demo: DemoWorld['demo'];
let browser: Browser;
let page: Page;
let portal: DemoWorld['portal'];

beforeAll(async () => {
  world = await startDemoWorld();
  ({ demo, portal, browser } = world);
  // The register is there, and nobody has described an ideal customer yet.
  await connectPortal(world, { criteria: [] });
});

afterAll(() => world?.stop());

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(20_000);
});

afterEach(() => page.close());

async function keepPicture(name: string): Promise<void> {
  for (const close of await page.getByRole('button', { name: 'Dismiss' }).all()) await close.click();
  // The bar on top is sticky: a picture of the whole page begins there.
  await page.evaluate('scrollTo(0, 0)');
  await savePicture(page, name, true);
}

const open = (place: string) => page.goto(`${demo.sandboxOrigin}/#/portals/${portal.id}/${place}`);
const button = (name: string | RegExp) => page.getByRole('button', { name });
const tab = (name: string | RegExp) => page.getByRole('tab', { name });

async function openFirstCompany(): Promise<void> {
  const [record] = await demo.sandbox.listRecords(portal.id, 'companies');
  await open(`companies/${record?.id}`);
}

/** As a rep does, one click after the other. */
async function enrichCompanies(count: number): Promise<void> {
  const records = await demo.sandbox.listRecords(portal.id, 'companies');
  const url = `${demo.publicUrl}/api/hubspot/enrichments`;
  for (const { id } of records.slice(0, count)) {
    const body = { objectType: 'companies', objectId: id, idempotencyKey: `effect-${id}` };
    await demo.sandbox.fetchAsUser({ portalId: portal.id, userId: portal.adminUserId, url, method: 'POST', body });
  }
}

describe('an admin in HubSpot', () => {
  it('is led from the install over the ideal customer and the fields to the first record', async () => {
    await open('settings');
    await page.getByRole('heading', { name: 'Who is your ideal customer?' }).waitFor();
    await keepPicture('settings-first-steps');
    await button('Add a criterion').click();
    await page.getByLabel('Industries').click();
    await page.getByLabel('Information and communication').check();
    await page.getByRole('heading', { name: 'Who is your ideal customer?' }).click();
    await button('Add a criterion').click();
    await page.getByLabel('What').nth(1).selectOption({ label: 'Place' });
    await page.getByLabel('Places').fill('London, Leeds');
    await page.getByLabel('Places').blur();

    await button('Save and go on').click();
    await page.getByRole('heading', { name: 'Which properties may oppSpot fill?' }).waitFor();
    await page.getByRole('cell', { name: 'oppSpot summary' }).waitFor();
    await button('Save and go on').click();
    await page.getByText('Nothing is enriched yet.').waitFor();
    await button('Finish').click();

    await tab('Connection').waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    await keepPicture('settings-connection');
  });

  it('is shown what is wrong at the field, corrects it and saves', async () => {
    await open('settings');
    await tab('Fields').click();
    await button('Add a field').click();
    await page.getByLabel('From oppSpot').last().selectOption({ label: 'Summary' });
    await page.getByLabel('To the property').last().selectOption({ label: 'oppSpot summary (oppspot_summary)' });
    await page.getByText(/Leaving this page loses what is not saved/).waitFor();

    await button('Save settings').click();
    await page.getByText('oppspot_summary is mapped twice.').waitFor();
    await page.getByText('Look under Fields.').waitFor();
    expect(await tab('Fields !').count()).toBe(1);
    await keepPicture('settings-fields');

    await page.getByLabel('To the property').last().selectOption({ label: 'Description (description)' });
    await button('Save settings').click();
    await page.getByText('New enrichments follow these settings.').waitFor();
    await page.getByText('Not saved yet').waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: 'Description', exact: true }).waitFor();
  });

  it('sees every setting, in a form that reads well', async () => {
    await open('settings');
    await tab('Ideal customer').click();
    await page.getByLabel('Places').waitFor();
    await keepPicture('settings-ideal-customer');
    await tab('Automation').click();
    await page.getByRole('switch', { name: 'Create a deal where there is no open one' }).check();
    await page.getByText('Which of your stages a suggested stage means:').waitFor();
    await keepPicture('settings-automation');
  });

  it('reaches the tabs and saves by keyboard alone', async () => {
    await open('settings');
    await tab('Connection').focus();
    for (const title of ['Ideal customer', 'Scoring', 'Fields', 'Automation', 'Sources and limits']) {
      await page.keyboard.press('ArrowRight');
      await page.locator('[role=tab][aria-selected=true]', { hasText: title }).waitFor();
    }
    await page.getByRole('switch', { name: 'Limit how many records may be enriched in a day' }).focus();
    await page.keyboard.press('Space');
    await button('Save settings').focus();
    await page.keyboard.press('Enter');

    await page.getByText('New enrichments follow these settings.').waitFor();
  });

  it('sees on the overview what a rep enriched, and takes it back from the activity', async () => {
    await openFirstCompany();
    const card = page.locator('[data-extension=oppspot_enrichment_sidebar_card]');
    await card.getByRole('button', { name: 'Enrich with oppSpot' }).click();
    await card.getByRole('button', { name: 'Enrich again' }).waitFor();
    const number = page.locator('[data-property=oppspot_company_number]').getByText(/^9/);
    await number.waitFor();

    await page.getByRole('link', { name: 'oppSpot SmartSync' }).first().click();
    await page.getByRole('heading', { name: 'Last runs' }).waitFor();
    await page.getByText(/^Enriched, \d+ values written|^Too little known, \d+ values written/).waitFor();
    await keepPicture('app-overview');
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    await button('Undo').click();
    await button(/^Take back \d+$/).click();
    await page.getByText('Taken back', { exact: true }).waitFor();
    await page.getByText(/^\d+ values taken back$/).waitFor();
    await keepPicture('app-activity');

    await openFirstCompany();
    await number.waitFor({ state: 'detached' });
  });

  it('starts a first bulk run, finds it among the bulk runs, and takes back all it wrote', async () => {
    const enriched = () => page.locator('tbody tr', { hasText: /Enriched|Insufficient data/ });
    // Grey rows hold the place until the records are there.
    const rowBoxes = () => page.getByRole('checkbox', { name: /^Select (?!all)/ });
    await open('companies');
    await rowBoxes().first().waitFor();
    const before = await enriched().count();
    for (const row of [5, 6, 7]) await rowBoxes().nth(row).check();
    await button('Enrich with oppSpot').click();
    await page.getByRole('heading', { name: 'Enrich 3 companies' }).waitFor();
    await button('Start enriching').click();
    await page.getByText('Done: 3 companies').waitFor();
    await button('Reload the list').click();
    await enriched().nth(before).waitFor();

    await page.getByRole('link', { name: 'oppSpot SmartSync' }).first().click();
    await page.getByRole('link', { name: 'Bulk runs', exact: true }).click();
    await button('Undo this run…').click();
    await button('Take back all it wrote').click();
    await page.getByText(/^Undone: \d+ taken back/).waitFor();

    await open('companies');
    await rowBoxes().first().waitFor();
    await expect.poll(() => enriched().count(), { timeout: 10_000 }).toBe(before);
  });

  it('sees what other weights would do to the scores before saving them', async () => {
    await enrichCompanies(12);
    await open('settings');
    await tab('Scoring').click();
    await page.getByLabel('Growth').fill('45');
    await page.getByLabel('Fit with your ideal customer').fill('15');
    await page.getByLabel('Fit with your ideal customer').blur();

    await button('Show the effect').click();

    await page.getByText(/^Of the \d+ records enriched last, /).waitFor();
    await page.getByRole('columnheader', { name: 'With this change' }).waitFor();
    await keepPicture('settings-score-effect');
    for (const width of [1280, 1024]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
    await button('Discard changes').click();
    await page.getByText('What this does to your scores').waitFor({ state: 'detached' });
  });

  it('may look but not change without being an admin', async () => {
    await open('settings');
    const person = page.getByLabel('Acting as');
    await person.selectOption({ index: 1 });

    await page.getByText('You can look, but not change').waitFor();
    await tab('Privacy and access').click();
    expect(await page.getByLabel('Keep results and logs for (days)').getAttribute('readonly')).not.toBeNull();
  });

  it('disconnects and keeps the receipt in front of them', async () => {
    await open('settings');
    await button('Disconnect oppSpot').click();
    await button('Disconnect…').click();
    await button('Disconnect now').click();

    await page.getByText('oppSpot is disconnected').waitFor();
    await page.getByText('HubSpot removed the app from this account').waitFor();
    await keepPicture('settings-disconnected');
  });
});
