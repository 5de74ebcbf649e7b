import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEMO_ICP } from '../../sandbox/seed/demo-icp.ts';
import { connectPortal, type DemoWorld, keepPicture as savePicture, startDemoWorld } from '../support/demo-world.ts';
import { type PageComplaints, watchPages } from '../support/watch-page.ts';
import { holdAnswers, signInWithToken, walk } from './dashboard-steps.ts';

const API_SECRET = 'the-secret-of-the-tests-is-long-enough-for-hs256';
const WIDTHS = [360, 1024, 1920] as const;

let world: DemoWorld;
let demo: DemoWorld['demo'];
let browser: Browser;
let context: BrowserContext;
let page: Page;
let portal: DemoWorld['portal'];
let complaints: PageComplaints;

beforeAll(async () => {
  vi.stubEnv('API_JWT_SECRET', API_SECRET);
  world = await startDemoWorld();
  ({ demo, portal, browser } = world);
  await connectPortal(world, DEMO_ICP);
  await enrichSome();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  complaints = await watchPages(context);
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await world?.stop();
});

/** A dozen companies, as reps do; Fernhythe among them. */
async function enrichSome(): Promise<void> {
  const companies = await demo.sandbox.listRecords(portal.id, 'companies');
  const chosen = [...companies.filter(({ title }) => title.includes('Fernhythe')), ...companies.slice(0, 12)];
  for (const { id } of chosen) await enrich(id, `dashboard-${id}`);
}

async function enrich(objectId: string, idempotencyKey: string): Promise<void> {
  const answer = await demo.sandbox.fetchAsUser({
    portalId: portal.id,
    userId: portal.adminUserId,
    url: `${demo.publicUrl}/api/hubspot/enrichments`,
    method: 'POST',
    body: { objectType: 'companies', objectId, idempotencyKey },
  });
  expect([200, 202]).toContain(answer.status);
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

    await page.getByRole('alert').getByText('is not valid').waitFor();
    expect(complaints.requests.splice(0)).toEqual(['401 POST /api/dashboard/session']);
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
    expect(complaints.requests.splice(0)).toEqual(['409 POST /api/dashboard/connections']);
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
    await holdAnswers(page, /search=fernhythe/);
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

  it('keeps its lines in their places while new ones come, until they are asked for', async () => {
    await page.waitForURL(/history$/);
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
    const [, another] = await demo.sandbox.listRecords(portal.id, 'companies');
    const first = await page.getByRole('row').nth(1).innerText();

    await enrich(another?.id ?? '', 'dashboard-meanwhile');

    await page.getByRole('button', { name: 'Show what is new' }).waitFor();
    expect(await page.getByRole('row').nth(1).innerText()).toBe(first);
    await page.getByRole('button', { name: 'Show what is new' }).click();
    await page.getByRole('button', { name: 'Up to date' }).waitFor();
    expect(await page.getByRole('row').nth(1).innerText()).not.toBe(first);
  });

  it('opens a line that is no enrichment, with its words in full', async () => {
    await page.getByRole('table').getByRole('button', { name: 'Settings' }).first().press('Enter');

    await page
      .getByRole('dialog')
      .getByText(/changed/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
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

  it('gives a run its place when it is started, however late the answer comes', async () => {
    await page.getByRole('button', { name: 'New bulk run' }).click();
    await page.getByRole('button', { name: 'What would it take?' }).click();
    await page.getByRole('button', { name: /^Start with \d+ records$/ }).focus();
    await holdAnswers(page, /bulk-runs$/);

    await page.keyboard.press('Enter');

    await page.getByText('Completed').nth(1).waitFor({ timeout: 60_000 });
    await page.unrouteAll({ behavior: 'wait' });
  });

  it.each(WIDTHS)('fits %i pixels on every page, in light and dark', async (width) => {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await walk(page, demo.backendOrigin, width);
  });

  it('goes from page to page at 1920 pixels without loading anew', async () => {
    for (const name of ['Connections', 'Sync history', 'Bulk runs', 'Field mapping', 'Overview']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') === null);
    }
  });

  it('signs out here, and with that everywhere the page is open', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const other = await context.newPage();
    const isLoaded = other.waitForResponse(/properties\/companies$/);
    await other.goto(`${demo.backendOrigin}/dashboard/mapping`);
    await isLoaded;

    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.close();
  });

  it('shows a new organisation how to begin on every page', async () => {
    const visitor = await context.newPage();
    await signInWithToken(visitor, demo.backendOrigin, API_SECRET);

    for (const width of [360, 1920]) await walk(visitor, demo.backendOrigin, width);

    await visitor.getByText('No account is connected').waitFor();
    await visitor.close();
  });

  it('did all that without an error, a failed request or a word from the security policy', () => {
    expect(complaints.errors).toEqual([]);
    expect(complaints.requests).toEqual([]);
  });

  it('moved nothing under the pointer', () => {
    expect(complaints.shifts).toEqual([]);
  });
});
