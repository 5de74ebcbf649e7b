import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SCHEMA = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../node_modules/prisma/package.json', import.meta.url));
const GENERATED = fileURLToPath(new URL('../backend/src/adapters/postgres/generated', import.meta.url));
const MARK = `${GENERATED}/.schema-hash`;

/** Generates the Prisma client when the schema or Prisma changed since the last time; else returns at once. */
export async function ensurePrismaClient(): Promise<'generated' | 'unchanged'> {
  const hash = createHash('sha256').update(readFileSync(SCHEMA)).update(readFileSync(PACKAGE)).digest('hex');
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === hash) return 'unchanged';
  const { runPrisma } = await import('./prisma-cli.ts');
  if (runPrisma(['generate'], { quiet: true }) !== 0) throw new Error('prisma generate failed; its output is above');
  writeFileSync(MARK, hash);
  return 'generated';
}

const isEntryPoint = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isEntryPoint) {
  await ensurePrismaClient();
}
