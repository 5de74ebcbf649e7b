import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ICP } from '../../sandbox/seed/demo-icp.ts';
import { connectPortal, type DemoWorld, keepPicture as savePicture, startDemoWorld } from '../support/demo-world.ts';

let world: DemoWorld;
let demo: DemoWorld['demo'];
let browser: Browser;
let context: BrowserContext;
let page: Page;
let portal: DemoWorld['portal'];
/** What the browser complains about: the security policy's refusals, and errors nobody caught. */
const complaints: string[] = [];

beforeAll(async () => {
  world = await startDemoWorld();
  ({ demo, portal, browser } = world);
  await connectPortal(world, DEMO_ICP);
  await enrichSome();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
});

afterAll(() => world?.stop());

/** A dozen companies, as reps do; Fernhythe among them. */
async function enrichSome(): Promise<void> {
  const companies = await demo.sandbox.listRecords(portal.id, 'companies');
  const chosen = [...companies.filter(({ title }) => title.includes('Fernhythe')), ...companies.slice(0, 12)];
  for (const { id } of chosen) {
    const answer = await demo.sandbox.fetchAsUser({
      portalId: portal.id,
      userId: portal.adminUserId,
      url: `${demo.publicUrl}/api/hubspot/enrichments`,
      method: 'POST',
      body: { objectType: 'companies', objectId: id, idempotencyKey: `dashboard-${id}` },
    });
    expect([200, 202]).toContain(answer.status);
  }
}

const open = (address: string) => page.goto(`${demo.backendOrigin}/dashboard${address}`);

const keepPicture = (name: string) => savePicture(page, `dashboard-${name}`);

describe('the dashboard in a real browser', () => {
  it('shows nothing but the sign-in to a stranger', async () => {
    await open('/history');

    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await keepPicture('sign-in');
  });

  it('says what is wrong with a token, and what to do', async () => {
    await page.getByRole('button', { name: 'Use an integration token' }).click();
    await page.getByLabel(/^Integration token/).fill('nonsense');
    await page.getByRole('button', { name: 'Sign in with the token' }).click();

    await page.getByRole('alert').getByText('The integration API is not configured').waitFor();
  });

  it('lets an admin in through HubSpot', async () => {
    await page.getByRole('link', { name: 'Continue with HubSpot' }).click();
    await page.getByRole('button', { name: 'Connect app' }).click();

    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('heading', { name: 'Coverage' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.locator('.recharts-bar-rectangle path').first().waitFor();
    await keepPicture('overview');
  });

  it('keeps the session from scripts', async () => {
    const [cookie] = (await context.cookies()).filter(({ name }) => name.endsWith('smartsync_session'));

    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  it('walks an admin through the wizard: account, test, defaults', async () => {
    await page.getByRole('link', { name: 'Connections' }).click();
    await page.getByRole('link', { name: 'Connect an account' }).click();
    await page.getByLabel('Access token', { exact: true }).fill('pat-mistyped');
    await page.getByRole('button', { name: 'Connect and test' }).click();
    await page.getByRole('alert').getByText('Copy it again').waitFor();
    await keepPicture('wizard');

    await open('/connect?step=test');
    await page.getByText('All oppSpot properties are there').waitFor();
    await page.getByRole('button', { name: 'Choose defaults' }).click();
    await page.getByRole('switch', { name: 'Enrich what is synced' }).press('Space');
    await page.getByRole('button', { name: 'Save and finish' }).click();

    await page.getByText('enrich on, score off').waitFor();
    await keepPicture('connections');
  });

  it('finds one company in the history, by keyboard alone', async () => {
    await open('/history');
    await page.getByRole('table').waitFor();
    await page.getByLabel('Search').focus();
    await page.keyboard.type('fernhythe');
    await page.waitForURL(/search=fernhythe/);
    await page
      .getByRole('row')
      .filter({ hasNotText: /Outcome|FERNHYTHE/ })
      .first()
      .waitFor({ state: 'detached' });
    await keepPicture('history');

    await page
      .getByRole('link', { name: /FERNHYTHE/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');

    await page
      .getByRole('dialog')
      .getByRole('tab', { name: /Changes/ })
      .waitFor();
    await page.waitForURL(/history\/[0-9a-f-]{36}\?search=fernhythe/);
  });

  it('shows what a run changed and on what evidence, and undoes it', async () => {
    const detail = page.getByRole('dialog').first();
    await detail.getByText('was empty').first().waitFor();
    await keepPicture('detail');
    await detail.getByRole('tab', { name: /Evidence/ }).click();
    await detail
      .getByText(/Companies House|register/i)
      .first()
      .waitFor();

    await detail.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('dialog', { name: 'Undo this enrichment?' }).getByRole('button', { name: 'Undo' }).click();

    await detail.getByText(/^Undone/).waitFor();
    expect(await detail.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  it('goes back to the filtered list with Escape, and the undo is there at once', async () => {
    await page.keyboard.press('Escape');

    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(page.url()).toContain('search=fernhythe');
    await page.getByLabel('Search').fill('');
    await page.getByRole('row').nth(1).getByText('Undo by').waitFor();
  });

  it('starts a bulk run after its estimate, and follows it to the end', async () => {
    await page.getByRole('link', { name: 'Bulk runs' }).click();
    await page.getByText('No bulk run yet').waitFor();
    await page.getByRole('button', { name: 'New bulk run' }).click();
    await page.getByRole('button', { name: 'What would it take?' }).click();
    await page.getByRole('button', { name: /^Start with \d+ records$/ }).click();

    await page.getByText('Completed').waitFor({ timeout: 60_000 });
    await keepPicture('bulk');
  });

  it.each([360, 1024, 1920])('fits %i pixels on every page, in light and dark', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const address of ['/', '/connections', '/connect', '/history', '/bulk', '/mapping']) {
        await open(address);
        await page.getByRole('heading', { level: 1 }).waitFor();
        const tooWide = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        expect({ address, colorScheme, tooWide }).toEqual({ address, colorScheme, tooWide: false });
      }
    }
  });

  it('signs out here, and with that everywhere the page is open', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const other = await context.newPage();
    await other.goto(`${demo.backendOrigin}/dashboard/mapping`);
    await other.getByRole('heading', { name: 'Field mapping' }).waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.close();
  });

  it('did all that without a word from the security policy, and without an error', () => {
    expect(complaints).toEqual([]);
  });
});
