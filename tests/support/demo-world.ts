import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findFreePort } from '../../scripts/demo/choose-port.ts';
import { type DemoProcesses, startDemoProcesses } from '../../scripts/demo/demo-processes.ts';
import { installApp } from '../../scripts/demo/install-app.ts';
import { prepareDemo } from '../../scripts/demo/prepare-demo.ts';
import { launchChromium } from './launch-chromium.ts';

/** The demo on ports and data of its own, and a browser to look at it. */
export interface DemoWorld {
  readonly demo: DemoProcesses;
  readonly portal: { readonly id: number; readonly adminUserId: number };
  readonly browser: Browser;
  stop(): Promise<void>;
}

/** Starts it; the app is not installed yet. */
export async function startDemoWorld(edition?: 'private'): Promise<DemoWorld> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'smartsync-e2e-'));
  const demo = await startDemoProcesses({
    sandboxPort: await findFreePort(),
    backendPort: await findFreePort(),
    dataDir,
    watch: false,
    ...(edition === undefined ? {} : { edition }),
  });
  const browser = await launchChromium();
  return {
    demo,
    portal: await demo.sandbox.readPortal(),
    browser,
    stop: async () => {
      await browser.close();
      await demo.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Installs the app and loads the register, with this ideal customer. */
export async function connectPortal(
  { demo, portal }: Pick<DemoWorld, 'demo' | 'portal'>,
  icp: Parameters<typeof prepareDemo>[1]['icp'],
): Promise<void> {
  await installApp({ backendOrigin: demo.backendOrigin, portalId: portal.id, userId: portal.adminUserId });
  await prepareDemo(demo, { portalId: portal.id, adminUserId: portal.adminUserId, icp });
}

/** Keeps a picture of the documents true: `UPDATE_SCREENSHOTS=1 npx vitest run --project full tests/e2e`. */
export async function keepPicture(page: Page, name: string, isWholePage = false): Promise<void> {
  if (process.env.UPDATE_SCREENSHOTS !== '1') return;
  const images = path.resolve(import.meta.dirname, '../../docs/images');
  await page.screenshot({ path: path.join(images, `${name}.png`), fullPage: isWholePage });
}
