import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import vm from 'node:vm';
import * as RemoteUI from '@remote-ui/react';
import * as React from 'react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listSources, rewriteSharedImports } from '../../scripts/hubspot/assemble-edition.ts';
import { buildEdition, type EditionBuild } from '../../scripts/hubspot/build-edition.ts';
import { EDITIONS } from '../../scripts/hubspot/edition.ts';

const rootDir = path.resolve(import.meta.dirname, '../..');

/** What HubSpot's bundler says of a bundle. */
const manifestSchema = z.object({
  dataDeps: z.array(z.unknown()),
  modules: z.object({ external: z.array(z.object({ module: z.string() })) }),
  package: z.object({ packages: z.record(z.string(), z.unknown()) }),
});

const [BULK, SIDEBAR, TAB] = ['BulkEnrich.js', 'EnrichmentSidebar.js', 'EnrichmentTab.js'];
const BUNDLES = ['BulkEnrich.js', 'EnrichmentSidebar.js', 'EnrichmentTab.js', 'Pages.js', 'Settings.js'];
const COMMON = { objectTypes: ['contacts', 'companies', 'deals'], location: null };
const CARD = { ...COMMON, type: 'card', name: 'oppSpot SmartSync' };
const PAGE = { name: 'oppSpot SmartSync', objectTypes: [], location: null };

describe.each(EDITIONS)('the %s edition', (edition) => {
  let built: EditionBuild;
  /** Whether each of two builds into one folder, begun at once, built. */
  let rebuilt: readonly boolean[];
  let parent: string;
  beforeAll(async () => {
    // Below the repository: the bundler looks for its packages from there upwards.
    await mkdir(path.join(rootDir, 'build'), { recursive: true });
    parent = await mkdtemp(path.join(rootDir, 'build/test-'));
    const input = {
      edition,
      outDir: path.join(parent, 'build'),
      variables: { BACKEND_ORIGIN: 'https://preview.example' },
    };
    const both = await Promise.all([buildEdition(input), buildEdition(input)]);
    [built] = both;
    rebuilt = both.map((build) => build.rebuilt);
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));

  const readManifest = async (bundle: string) =>
    manifestSchema.parse(
      JSON.parse(await readFile(path.join(built.distDir, bundle.replace('.js', '-manifest.json')), 'utf8')),
    );

  test('is built once by two builds into one folder at once, and both find the bundles', () => {
    expect([...rebuilt].sort()).toEqual([false, true]);
  });

  test('has one bundle for each place, with what a host must know about it', () => {
    expect(built.extensions).toEqual([
      { ...COMMON, uid: 'oppspot_bulk_enrich', type: 'crm-bulk-action', name: 'Enrich with oppSpot', bundle: BULK },
      { ...CARD, uid: 'oppspot_enrichment_sidebar_card', location: 'crm.record.sidebar', bundle: SIDEBAR },
      { ...CARD, uid: 'oppspot_enrichment_tab_card', location: 'crm.record.tab', bundle: TAB },
      { ...PAGE, uid: 'oppspot_pages', type: 'page', bundle: 'Pages.js' },
      { ...PAGE, uid: 'oppspot_settings', type: 'settings', bundle: 'Settings.js' },
    ]);
  });

  test('fills the backend’s one origin in for the preview, everywhere it is used', () => {
    expect(built.variables).toEqual({ BACKEND_ORIGIN: 'https://preview.example' });
    expect(built.app.permittedUrls.fetch).toEqual(['https://preview.example']);
  });

  test('leaves the variables to HubSpot in what is uploaded', async () => {
    const app = await readFile(path.join(built.outDir, 'hubspot-project/app/app-hsmeta.json'), 'utf8');

    expect(app).toContain('{BACKEND_ORIGIN}');
    expect(app).not.toContain('preview.example');
  });

  test.each(BUNDLES)('%s starts in a bare worker and asks for nothing but React', async (bundle) => {
    const extended: unknown[] = [];
    const worker = {
      __HUBSPOT_EXTENSION_WORKER__: true,
      React,
      RemoteUI,
      extend_V2: (render: unknown) => extended.push(render),
      logger: {},
      hsWorkerAPI: {},
      URL,
    };
    const code = await readFile(path.join(built.distDir, bundle), 'utf8');

    vm.runInNewContext(code, Object.assign(worker, { self: worker }));

    expect(extended).toHaveLength(1);
  });

  test.each(BUNDLES)('%s reads no CRM data by itself: all it shows comes from the backend', async (bundle) => {
    expect((await readManifest(bundle)).dataDeps).toEqual([]);
  });

  test.each(BUNDLES)('%s uses only packages that HubSpot installs in its folder', async (bundle) => {
    const { modules, package: lock } = await readManifest(bundle);
    const used = modules.external.map(({ module }) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? module);

    expect([...new Set(used)].filter((name) => lock.packages[`node_modules/${name}`] === undefined)).toEqual([]);
  });

  test('is kept when nothing has changed and made again when a variable has', async () => {
    const input = { edition, outDir: built.outDir };

    const same = await buildEdition({ ...input, variables: { BACKEND_ORIGIN: 'https://preview.example' } });
    const other = await buildEdition({ ...input, variables: { BACKEND_ORIGIN: 'https://other.example' } });

    expect([same.rebuilt, other.rebuilt]).toEqual([false, true]);
  });
});

test('an upload holds sources, metadata, profile and lock file, and nothing built or tested', async () => {
  const files = await listSources(path.join(rootDir, 'hubspot-project'));

  expect(files).toContain('hsprofile.marketplace.json');
  expect(files).toContain('app/cards/package-lock.json');
  expect(files.filter((file) => /dist|local\.json|test|node_modules|^contract|^display/.test(file))).toEqual([]);
});

describe('imports of shared folders', () => {
  test.each([
    ['app/cards/Card.tsx', "import { a } from '../../contract/index.ts';", "import { a } from './contract/index.ts';"],
    [
      'app/cards/parts/P.tsx',
      "import type { A } from '../../../contract/a.ts';",
      "import type { A } from '../contract/a.ts';",
    ],
    ['app/settings/words/w.ts', "export * from '../../../display/format.ts';", "export * from '../display/format.ts';"],
    [
      'app/cards/Card.tsx',
      "import { b } from './parts/contract-line.ts';",
      "import { b } from './parts/contract-line.ts';",
    ],
    ['app/cards/Card.tsx', "import { z } from 'zod';", "import { z } from 'zod';"],
  ])('in %s: %s becomes %s', (file, before, after) => {
    expect(rewriteSharedImports(before, file)).toBe(after);
  });
});
