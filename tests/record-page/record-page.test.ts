import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '../support/launch-chromium.ts';
import { portalId, startSamplePage } from './start-sample-page.ts';

let sample: Awaited<ReturnType<typeof startSamplePage>>;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [sample, browser] = await Promise.all([startSamplePage(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await sample?.stop();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(10_000);
});
afterEach(() => page.close());

const open = (path: string) => page.goto(`${sample.url}/#/portals/${portalId}${path}`);
const openCard = () => open(`/companies/${sample.companyId}?tab=RecordCard`);
const property = (name: string) => page.locator(`[data-property=${name}]`);

/** Another program, such as the product's backend, changes the record. */
function changeElsewhere(properties: Record<string, string>) {
  return fetch(`${sample.url}/__sandbox/portals/${portalId}/records/companies/${sample.companyId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ properties, userId: 2 }),
  });
}

test('the start leads to the companies of the first portal and says that this is a stand-in', async () => {
  await page.goto(sample.url);

  await page.getByRole('link', { name: 'Birch Foods Ltd' }).waitFor();
  await page.getByText('nothing leaves this computer').waitFor();
  expect(page.url()).toContain(`#/portals/${portalId}/companies`);
});

test('a card asks its backend through the local HubSpot and shows the answer', async () => {
  await openCard();

  await page.getByRole('button', { name: 'Ask the backend' }).click();

  await page.getByText(/^Hello /).waitFor();
  await page.getByText(String(portalId), { exact: true }).waitFor();
  await page.getByText('The backend answered').waitFor();
});

test('a value edited by a person is stored, shown in the card at once, and its history says who', async () => {
  await openCard();
  await page.getByRole('heading', { name: 'Acme Tools Ltd', level: 3 }).waitFor();

  await property('city').getByRole('button', { name: /Edit/ }).click();
  await page.getByRole('textbox', { name: 'City' }).fill('Bradford');
  await page.keyboard.press('Enter');

  await page.locator('.extension').getByText('Bradford').waitFor();
  await property('city').hover();
  await page.getByRole('button', { name: 'History of City' }).click();
  const history = page.getByRole('dialog', { name: 'History of City' });
  expect(await history.innerText()).toContain('ana@sample.example');
});

test('a change made elsewhere appears on the open page and in its card', async () => {
  await openCard();
  await page.getByRole('heading', { name: 'Acme Tools Ltd', level: 3 }).waitFor();

  await changeElsewhere({ name: 'Acme Tools Group' });

  await page.getByRole('heading', { name: 'Acme Tools Group', level: 1 }).waitFor();
  await page.getByRole('heading', { name: 'Acme Tools Group', level: 3 }).waitFor();
  await changeElsewhere({ name: 'Acme Tools Ltd' });
});

test('a panel opens over the page and closes by the reaction the card calls', async () => {
  await openCard();

  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('dialog', { name: 'Details' }).waitFor();
  await page.getByRole('button', { name: 'Close the panel' }).click();

  await page.getByRole('dialog', { name: 'Details' }).waitFor({ state: 'detached' });
});

test('a form hands its values to the card', async () => {
  await openCard();

  await page.getByRole('textbox', { name: 'Note' }).fill('ring back');
  await page.getByRole('button', { name: 'Keep note' }).click();

  await page.getByText('Noted').waitFor();
  await page.locator('.c-alert').getByText('ring back').waitFor();
});

test('a tooltip shows when its tag is pointed at', async () => {
  await openCard();

  await page.locator('.c-tag').hover();

  await page.getByRole('tooltip', { name: '' }).getByText('Where the record says it is').waitFor();
});

test('a card that throws shows why in its own frame, and the page lives on', async () => {
  await openCard();

  await page.getByRole('button', { name: 'Break' }).click();
  await page.getByText('The sample card broke on purpose').waitFor();
  await page.getByRole('tab', { name: 'Overview' }).click();

  await page.getByText('Recent changes').waitFor();
});

test('a card without a bundle says how to build it', async () => {
  await open(`/companies/${sample.companyId}`);

  await page.getByText('This extension has no bundle yet').waitFor();
  await page.getByText('npm run hubspot:build').waitFor();
});

test('letters typed into an input the card controls are not swallowed', async () => {
  await open('/settings');
  const input = page.getByRole('textbox', { name: /Controlled/ });

  await input.pressSequentially('Fast typing keeps all letters');

  await page.getByTestId('typed').getByText('Fast typing keeps all letters').waitFor();
  expect(await input.inputValue()).toBe('Fast typing keeps all letters');
});

test('a form sends numbers as numbers and options by their own value', async () => {
  await open('/settings');
  await page.getByRole('textbox', { name: /Controlled/ }).fill('x');

  await page.getByRole('button', { name: 'Send the form' }).click();

  const sent = page.getByTestId('sent').filter({ hasText: 'stepper' });
  await sent.waitFor();
  expect(JSON.parse(await sent.innerText())).toMatchObject({ stepper: 3, select: 'retail', date: '2026-11-23' });
});

test('the list shows options and amounts as people read them', async () => {
  await open('/deals');

  const row = page.getByRole('row').filter({ hasText: 'Acme renewal' });
  await row.getByRole('cell', { name: 'Appointment Scheduled', exact: true }).waitFor();
  await row.getByRole('cell', { name: '12,000', exact: true }).waitFor();
});

test('a selection in the list reaches the bulk action', async () => {
  await open('/companies');

  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Sample bulk action' }).click();

  await page.getByText('2 records of type 0-2').waitFor();
});

test('an app page follows its own links', async () => {
  await open('/pages/AppPages');

  await page.getByRole('link', { name: 'Open run 7' }).click();

  await page.getByText('Run 7').waitFor();
  expect(page.url()).toContain('/pages/AppPages/runs/7');
});

test('a company made from name and city opens as a record', async () => {
  await open('/companies');

  await page.getByRole('button', { name: 'Create company' }).click();
  const panel = page.getByRole('dialog', { name: 'Create company' });
  await panel.getByLabel('Company name').fill('Cedar Rail Ltd');
  await panel.getByLabel('City').fill('Derby');
  await panel.getByRole('button', { name: 'Create company' }).click();

  await page.getByRole('heading', { name: 'Cedar Rail Ltd', level: 1 }).waitFor();
  await property('city').getByText('Derby').waitFor();
});

test('a value HubSpot refuses stays in the editor with the reason', async () => {
  await open(`/companies/${sample.companyId}`);

  await property('hubspot_owner_id').getByRole('button', { name: /Edit/ }).waitFor();
  await page.route('**/records/companies/*', (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 400, json: { message: 'Property values were not valid' } })
      : route.continue(),
  );
  await property('phone').getByRole('button', { name: /Edit/ }).click();
  await page.getByRole('textbox', { name: 'Phone Number' }).fill('not a phone');
  await page.keyboard.press('Enter');

  await page.getByRole('alert').getByText('Property values were not valid').waitFor();
});

test('a portal without the app offers to install it and shows none of its cards', async () => {
  await page.route('**/__sandbox/portals', async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { portals: [{ ...answer.portals[0], installed: false }] } });
  });
  await page.route('**/extensions', async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, app: { ...answer.app, installed: false, installUrl: '/install-here' } } });
  });

  await open(`/companies/${sample.companyId}`);

  const offer = page.getByRole('link', { name: 'Install Sample app' });
  expect(await offer.getAttribute('href')).toBe(`${sample.url}/install-here?portalId=${portalId}`);
  expect(await page.locator('.extension').count()).toBe(0);
});

test('tabs and menus can be used with the keyboard alone', async () => {
  await open(`/companies/${sample.companyId}`);

  await page.getByRole('tab', { name: 'Overview' }).focus();
  await page.keyboard.press('ArrowRight');

  await page.getByRole('button', { name: 'Ask the backend' }).waitFor();
  expect(await page.getByRole('tab', { name: 'Sample card' }).getAttribute('aria-selected')).toBe('true');
});

test('a record that is not there says so and leads back', async () => {
  await open('/companies/999');

  await page.getByText('This company cannot be shown').waitFor();
  await page.getByRole('button').last().click();

  await page.getByRole('link', { name: 'Birch Foods Ltd' }).waitFor();
});
