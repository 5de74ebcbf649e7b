import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Folder that the backend serves the page from, beside the compiled backend. */
export const dashboardDist = path.join(here, '../dist/dashboard');

/**
 * Bundles the dashboard: scripts in parts, styles, and the one HTML file that names them.
 *
 * Names hold a hash of the content, so what a browser has stays good, and a build beside a running server breaks nothing:
 * the page is put in its place last and at once.
 *
 * @param options.outDir  where the files go; created when absent
 */
export async function buildDashboard(options: { readonly outDir?: string } = {}): Promise<void> {
  const outDir = options.outDir ?? dashboardDist;
  const { metafile } = await build({
    entryPoints: { app: path.join(here, 'app/main.tsx'), scheme: path.join(here, 'app/color-scheme.ts') },
    outdir: path.join(outDir, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    target: 'es2022',
    minify: true,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const files = Object.entries(metafile.outputs).map(([file, { entryPoint }]) => ({ file, entryPoint }));
  const nameOf = (matches: (output: (typeof files)[number]) => boolean) => {
    const found = files.find(matches);
    if (found === undefined) throw new Error('the dashboard was bundled without one of its files');
    return `/dashboard/assets/${path.basename(found.file)}`;
  };
  const template = await readFile(path.join(here, 'index.html'), 'utf8');
  const page = template
    .replace(
      '__APP__',
      nameOf(({ entryPoint }) => entryPoint?.endsWith('main.tsx') === true),
    )
    .replace(
      '__SCHEME__',
      nameOf(({ entryPoint }) => entryPoint?.endsWith('color-scheme.ts') === true),
    )
    .replace(
      '__STYLES__',
      nameOf(({ file }) => /app-[^/]*\.css$/.test(file)),
    )
    .replace('__ICON__', await copyIcon(outDir));
  const draft = path.join(outDir, `index.html.${process.pid}`);
  await writeFile(draft, page);
  await rename(draft, path.join(outDir, 'index.html'));
}

async function copyIcon(outDir: string): Promise<string> {
  const icon = await readFile(path.join(here, 'icon.svg'));
  const name = `icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8)}.svg`;
  await mkdir(path.join(outDir, 'assets'), { recursive: true });
  await writeFile(path.join(outDir, 'assets', name), icon);
  return `/dashboard/assets/${name}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDashboard();
