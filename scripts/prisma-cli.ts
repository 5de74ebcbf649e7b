import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const ENGINE = fileURLToPath(new URL('./prisma-schema-engine.mjs', import.meta.url));

/**
 * Runs Prisma's command line without its download: the schema engine is Prisma's own WASM build from npm.
 *
 * @returns the exit code; output goes to ours unless `quiet`, which shows it on failure only
 */
export function runPrisma(args: readonly string[], options: { readonly quiet: boolean }): number {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const result = spawnSync(process.execPath, [cli, ...args], {
    stdio: options.quiet ? 'pipe' : 'inherit',
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: ENGINE,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  if (options.quiet && result.status !== 0) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  return result.status ?? 1;
}
