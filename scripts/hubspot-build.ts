/** `npm run hubspot:build -- --edition marketplace|private [--minify]`. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildEdition } from './hubspot/build-edition.ts';
import { editionSchema } from './hubspot/edition.ts';

export { buildEdition } from './hubspot/build-edition.ts';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { edition: { type: 'string' }, minify: { type: 'boolean', default: false } },
  });
  const edition = editionSchema.safeParse(values.edition);
  if (!edition.success) {
    console.error('Say which edition: npm run hubspot:build -- --edition marketplace (or private).');
    return 2;
  }
  const built = await buildEdition({ edition: edition.data, minify: values.minify });
  const where = path.relative(process.cwd(), built.outDir);
  console.log(built.rebuilt ? `Built the ${edition.data} edition in ${where}.` : `${where} is up to date.`);
  for (const extension of built.extensions)
    console.log(`  ${extension.type} ${extension.uid} → ${path.join(where, 'dist', extension.bundle)}`);
  return 0;
}

if (process.argv[1] === import.meta.filename)
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
