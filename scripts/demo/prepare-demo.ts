import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { settingsSchema } from '../../hubspot-project/contract/index.ts';
import type { DemoProcesses } from './demo-processes.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const answerSchema = z.object({ settings: settingsSchema });

/** Fills the register with the demo's companies by the product's own importer, and sets the portal's ideal customer. */
export async function prepareDemo(
  demo: DemoProcesses,
  input: {
    readonly portalId: number;
    readonly adminUserId: number;
    readonly icp: z.input<typeof settingsSchema>['icp'];
  },
): Promise<void> {
  await Promise.all([importDemoRegister(demo), saveIcp(demo, input)]);
}

async function importDemoRegister(demo: DemoProcesses): Promise<void> {
  const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const script = path.join(ROOT, 'scripts/import-companies.ts');
  const file = path.join(ROOT, 'sandbox/seed/demo-register.csv');
  await run(process.execPath, [tsx, script, file], { cwd: ROOT, env: { ...process.env, ...demo.environment } });
}

async function saveIcp(
  demo: DemoProcesses,
  { portalId, adminUserId, icp }: Parameters<typeof prepareDemo>[1],
): Promise<void> {
  const url = `${demo.publicUrl}/api/hubspot/settings`;
  const caller = { portalId, userId: adminUserId, url };
  const current = await demo.sandbox.fetchAsUser({ ...caller, method: 'GET' });
  const { settings } = answerSchema.parse(current.body);
  const saved = await demo.sandbox.fetchAsUser({ ...caller, method: 'PUT', body: { ...settings, icp } });
  if (saved.status !== 200) throw new Error(`the demo's settings were refused: ${JSON.stringify(saved.body)}`);
}
