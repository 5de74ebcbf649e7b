import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Switches that keep the browser quiet and off the network; the sandbox of the process needs rights a container lacks. */
const quietArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium: the one `CHROMIUM_PATH` names, else the system's, else the one that comes with the npm packages. */
export async function launchChromium(): Promise<Browser> {
  const system = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const executablePath = existsSync(system) ? system : await sparticuz.executablePath();
  return chromium.launch({ executablePath, args: quietArguments });
}
