import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Folder the built page is served from when no other is asked for. */
export const recordPageDist = path.join(here, 'dist');

/**
 * Bundles the record page: the app, the worker that runs an extension, the styles and the one HTML file.
 *
 * The worker is a classic script, not a module, because HubSpot's extension bundles are loaded with `importScripts`.
 *
 * @param options.outDir  where the files go; created when absent
 * @param options.minify  off for readable stack traces while developing
 */
export async function buildRecordPage(options: { readonly outDir?: string; readonly minify?: boolean } = {}) {
  const outDir = options.outDir ?? recordPageDist;
  await mkdir(outDir, { recursive: true });
  await build({
    entryPoints: {
      app: path.join(here, 'app/main.tsx'),
      worker: path.join(here, 'worker/main.ts'),
      styles: path.join(here, 'styles/index.css'),
    },
    outdir: outDir,
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    target: 'es2022',
    minify: options.minify ?? true,
    sourcemap: true,
    loader: { '.woff2': 'file' },
    assetNames: '[name]',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  await copyFile(path.join(here, 'index.html'), path.join(outDir, 'index.html'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildRecordPage();
