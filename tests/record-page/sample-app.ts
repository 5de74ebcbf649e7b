import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSingleExtension } from '@hubspot/ui-extensions-dev-server/build';

const sources = fileURLToPath(new URL('./sample-extensions/', import.meta.url));

const components = [
  ['RecordCard', 'card', { name: 'Sample card', location: 'crm.record.tab', objectTypes: ['companies'] }],
  ['Unbuilt', 'card', { name: 'Unbuilt card', location: 'crm.record.sidebar', objectTypes: ['companies'] }],
  ['BulkAction', 'crm-bulk-action', { name: 'Sample bulk action', objectTypes: ['companies'] }],
  ['AppPages', 'page', { name: 'Sample pages' }],
  ['Gallery', 'settings', { name: 'Gallery' }],
] as const;

/**
 * Makes a folder as an assembled edition has it: metadata, and bundles built by HubSpot's own bundler.
 * One card has metadata but no bundle, as before a first build.
 */
export async function buildSampleExtensions(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sample-extensions-'));
  const outputDir = path.join(folder, 'dist');
  await mkdir(path.join(folder, 'app'), { recursive: true });
  for (const [name, type, config] of components) {
    const meta = { uid: name, type, config: { ...config, entrypoint: `/app/${name}.tsx` } };
    await writeFile(path.join(folder, 'app', `${name}-hsmeta.json`), JSON.stringify(meta));
    if (name === 'Unbuilt') continue;
    const file = path.join(sources, `${name}.tsx`);
    await buildSingleExtension({ file, root: sources, outputDir, emptyOutDir: false, minify: true, logLevel: 'error' });
  }
  return folder;
}

/** A backend that greets by name and tells which query it was called with. */
export async function startSampleBackend() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { name } = JSON.parse(Buffer.concat(chunks).toString());
      const query = Object.fromEntries(new URL(request.url ?? '/', 'http://x').searchParams);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ greeting: `Hello ${name}`, query }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { origin: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
