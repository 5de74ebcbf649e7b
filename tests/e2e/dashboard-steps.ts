import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What visitors of the dashboard do in its tests. */
const PAGES = [
  ['/', 'Overview'],
  ['/connections', 'Connections'],
  ['/connect', 'Connect an account'],
  ['/connect?step=test', 'Connect an account'],
  ['/connect?step=defaults', 'Connect an account'],
  ['/history', 'Sync history'],
  ['/bulk', 'Bulk runs'],
  ['/mapping', 'Field mapping'],
] as const;

/** All pages as loaded at this width, light and dark, each until nothing loads any more; what is too wide is an error. */
export async function walk(visitor: Page, origin: string, width: number): Promise<void> {
  await visitor.setViewportSize({ width, height: 900 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await visitor.emulateMedia({ colorScheme });
    for (const [address, title] of PAGES) {
      await visitor.goto(`${origin}/dashboard${address}`);
      await visitor.getByRole('heading', { level: 1, name: title }).waitFor();
      await visitor.getByText('Live', { exact: true }).waitFor();
      await visitor.waitForFunction(
        () => document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') === null,
      );
      const tooWide = await visitor.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect({ address, colorScheme, tooWide }).toEqual({ address, colorScheme, tooWide: false });
    }
  }
}

/** Signs in as the owner of an organisation that has connected nothing. */
export async function signInWithToken(visitor: Page, origin: string, secret: string): Promise<void> {
  const token = await new SignJWT({ app_metadata: { organization_id: randomUUID(), role: 'owner' } })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('somebody')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));
  await visitor.goto(`${origin}/dashboard`);
  await visitor.getByRole('button', { name: 'Use an integration token' }).click();
  await visitor.getByLabel(/^Integration token/).fill(token);
  await visitor.getByRole('button', { name: 'Sign in with the token' }).click();
  await visitor.getByRole('heading', { name: 'Welcome' }).waitFor();
}

/** Keeps answers until the half second is over in which the browser excuses what moves after a key. */
export async function holdAnswers(page: Page, address: RegExp): Promise<void> {
  await page.evaluate(() => addEventListener('keydown', ({ timeStamp }) => Object.assign(window, { timeStamp })));
  await page.route(address, async (route) => {
    await page.waitForFunction(() => performance.now() - Number(Reflect.get(window, 'timeStamp')) > 500);
    await route.continue();
  });
}
