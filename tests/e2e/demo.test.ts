import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_ICP } from '../../sandbox/seed/demo-icp.ts';
import { prepareDemo } from '../../scripts/demo/prepare-demo.ts';
import { type DemoWorld, keepPicture as savePicture, startDemoWorld } from '../support/demo-world.ts';

let world: DemoWorld;
let demo: DemoWorld['demo'];
let browser: Browser;
let page: Page;
let portal: DemoWorld['portal'];

beforeAll(async () => {
  world = await startDemoWorld();
  ({ demo, portal, browser } = world);
});

afterAll(() => world?.stop());

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(20_000);
});

afterEach(() => page.close());

const keepPicture = (name: string) => savePicture(page, name);

const sidebar = () => page.locator('[data-extension=oppspot_enrichment_sidebar_card]');

/** Opens the first record of a type whose title holds the words; "" takes the first. */
async function openRecord(objectType: string, words: string): Promise<string> {
  const records = await demo.sandbox.listRecords(portal.id, objectType);
  const record = records.find(({ title }) => title.includes(words));
  if (!record) throw new Error(`no ${objectType} with "${words}"`);
  await page.goto(`${demo.sandboxOrigin}/#/portals/${portal.id}/${objectType}/${record.id}`);
  return record.id;
}

describe('in a real browser', () => {
  it('an admin installs the app through HubSpot’s consent page and reads what to do next', async () => {
    await page.goto(`${demo.backendOrigin}/api/auth/hubspot/install`);
    await page.getByRole('button', { name: 'Connect app' }).click();

    await page.getByRole('heading', { name: /oppSpot is connected/ }).waitFor();
    await page.getByText('Card library').waitFor();
    await keepPicture('connected');
    await prepareDemo(demo, { portalId: portal.id, adminUserId: portal.adminUserId, icp: DEMO_ICP });
  });

  it.each(['companies', 'contacts', 'deals'])(
    'a rep enriches one of the %s with one click and sees it on the record',
    async (objectType) => {
      await openRecord(objectType, '');

      await sidebar().getByRole('button', { name: 'Enrich with oppSpot' }).click();

      await sidebar().getByRole('button', { name: 'Enrich again' }).waitFor();
      await page.locator('[data-property=oppspot_score]').getByText(/^\d+$/).waitFor();
      await sidebar()
        .getByText(/evidence/i)
        .first()
        .waitFor();
    },
  );

  it('a rep sees how the score is made, with every part and its reasons, on the tab', async () => {
    await openRecord('companies', '');

    await page.getByRole('tab', { name: 'oppSpot SmartSync' }).click();

    await page.getByText('Fit with your ideal customer').first().waitFor();
    await page
      .getByText(/Counts for \d+% of the score/)
      .first()
      .waitFor();
    await keepPicture('record-page');
  });

  it('a rep chooses among companies of the same name, and the choice is written', async () => {
    await openRecord('companies', 'Copper Lantern');
    await sidebar().getByRole('button', { name: 'Enrich with oppSpot' }).click();
    await sidebar().getByRole('radio').first().waitFor();
    await keepPicture('record-page-review');

    await sidebar().getByRole('radio').first().check();
    await sidebar().getByRole('button', { name: 'Use this company' }).click();

    await sidebar().getByRole('button', { name: 'Enrich again' }).waitFor();
    await page.locator('[data-property=oppspot_company_number]').getByText(/^999/).waitFor();
  });

  it('a rep is told why there is no company, and what to do', async () => {
    await openRecord('contacts', 'Nerys Quayle');

    await sidebar().getByRole('button', { name: 'Enrich with oppSpot' }).click();

    await sidebar()
      .getByText(/no company/i)
      .first()
      .waitFor();
  });

  it('a rep previews, applies what they chose, and undoes it', async () => {
    await openRecord('companies', 'Old Tannery');
    const score = page.locator('[data-property=oppspot_score]').getByText(/^\d+$/);
    await sidebar().getByRole('button', { name: 'Preview first' }).click();
    await sidebar().getByText('Preview: nothing is written yet').waitFor();
    expect(await score.count()).toBe(0);

    await sidebar()
      .getByRole('checkbox', { name: /^Summary/ })
      .uncheck();
    await sidebar()
      .getByRole('button', { name: /^Apply \d+ of \d+$/ })
      .click();
    await score.waitFor();
    expect(
      await page
        .locator('[data-property=oppspot_summary]')
        .getByText(/Old Tannery/)
        .count(),
    ).toBe(0);

    await sidebar().getByText('Written to the record').click();
    await sidebar().getByRole('button', { name: 'Undo', exact: true }).click();
    await sidebar()
      .getByRole('button', { name: /^Undo all/ })
      .click();

    await sidebar()
      .getByText(/^Undone/)
      .waitFor();
    await sidebar().getByRole('button', { name: 'Enrich with oppSpot' }).waitFor();
    await score.waitFor({ state: 'detached' });
  });

  it('a rep forgets a wrong company, and the card asks which one it is', async () => {
    await openRecord('companies', 'Fernhythe');
    await sidebar().getByRole('button', { name: 'Enrich with oppSpot' }).click();
    await sidebar().getByRole('button', { name: 'Wrong company?' }).click();

    await sidebar().getByRole('button', { name: 'Forget this company' }).click();

    await sidebar()
      .getByText(/were cleared, the edited ones kept/)
      .waitFor();
    await sidebar().getByRole('button', { name: 'Use this company' }).waitFor();
    await page.locator('[data-property=oppspot_company_number]').getByText(/^9/).waitFor({ state: 'detached' });
  });

  it('a rep who enriches again changes nothing', async () => {
    const id = await openRecord('companies', '');
    const patchesOf = async () => {
      const answer = await fetch(`${demo.sandboxOrigin}/__sandbox/requests`);
      const { requests } = (await answer.json()) as { requests: { method: string; path: string }[] };
      return requests.filter(({ method, path }) => method === 'PATCH' && path.endsWith(`/${id}`)).length;
    };
    const before = await patchesOf();

    await sidebar().getByRole('button', { name: 'Enrich again' }).click();
    await page
      .getByText(/nothing (had )?changed|nothing to change|up to date/i)
      .first()
      .waitFor();

    expect(await patchesOf()).toBe(before);
  });
});
