import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lintExtensions } from '../../scripts/hubspot/lint-extensions.ts';
import { runHubSpotValidator } from '../../scripts/hubspot/run-hubspot-validator.ts';
import { type JsonObject, makeProjectCopy, withConfig } from './hubspot-project-copy.ts';

const APP = 'app/app-hsmeta.json';
const CARD = 'app/cards/enrichment-tab-hsmeta.json';

let project: Awaited<ReturnType<typeof makeProjectCopy>>;
beforeEach(async () => {
  project = await makeProjectCopy();
});
afterEach(() => project.remove());

const validate = async () => (await runHubSpotValidator(project.dir, 'marketplace')).join('\n');
const authOf = (json: JsonObject) => Object(Object(json.config).auth) as JsonObject;

describe('HubSpot’s validator', () => {
  test('finds nothing in our project', async () => {
    expect(await validate()).toBe('');
  });

  test.each<[string, string, (json: JsonObject) => JsonObject, string]>([
    ['an unknown top-level key', CARD, (json) => ({ ...json, foo: 1 }), 'Unexpected top-level properties found: foo'],
    ['an unknown type', CARD, (json) => ({ ...json, type: 'banana' }), 'Unsupported type: banana'],
    ['a badly spelt uid', CARD, (json) => ({ ...json, uid: 'my card!' }), 'should use only letters, numbers'],
    ['a uid used twice', CARD, (json) => ({ ...json, uid: 'oppspot_smartsync_app' }), 'oppspot_smartsync_app'],
    [
      'a variable no profile sets',
      CARD,
      (json) => withConfig(json, { name: '$'.concat('{NOPE}') }),
      'Missing value for NOPE',
    ],
    ['an unknown config field (our draft)', CARD, (json) => withConfig(json, { colour: 'red' }), 'colour'],
    [
      'a place that does not exist (our draft)',
      CARD,
      (json) => withConfig(json, { location: 'crm.record.foo' }),
      'location',
    ],
    [
      'an object type we do not serve (our draft)',
      CARD,
      (json) => withConfig(json, { objectTypes: ['unicorns'] }),
      'objectTypes',
    ],
    [
      'a marketplace app with static auth (our draft)',
      APP,
      (json) => withConfig(json, { auth: { ...authOf(json), type: 'static' } }),
      'auth',
    ],
    [
      'an http origin (our draft)',
      APP,
      (json) => withConfig(json, { permittedUrls: { fetch: ['http://api.example'] } }),
      'fetch',
    ],
  ])('refuses %s', async (_name, file, change, words) => {
    await project.edit(file, change);

    expect(await validate()).toContain(words);
  });

  test('refuses a project without an app', async () => {
    await rm(project.at(APP));

    expect(await validate()).not.toBe('');
  });

  test('refuses metadata that is no JSON', async () => {
    await writeFile(project.at(CARD), '{ nope');

    expect(await validate()).toContain('enrichment-tab-hsmeta.json');
  });

  test('does not let a metadata file in a nested folder vanish', async () => {
    await mkdir(project.at('app/cards/nested'));
    await rename(project.at(CARD), project.at('app/cards/nested/enrichment-tab-hsmeta.json'));

    expect(await validate()).toContain('is ignored by HubSpot: move it directly into');
  });
});

describe('our own checks', () => {
  const ownChecks = async () => (await project.ownChecks()).join('\n');

  test('find nothing in our project', async () => {
    expect(await ownChecks()).toBe('');
  });

  test('name the file and the member when metadata has no uid', async () => {
    await project.edit(CARD, ({ uid, ...json }) => json);

    await expect(ownChecks()).rejects.toThrow(/enrichment-tab-hsmeta\.json is not as expected\. uid/);
  });

  test('find an entry file that does not exist', async () => {
    await project.edit(CARD, (json) => withConfig(json, { entrypoint: '/app/cards/Nope.tsx' }));

    expect(await ownChecks()).toContain('the entry file /app/cards/Nope.tsx does not exist');
  });

  test('find a scope that the backend does not use and one that it lacks', async () => {
    await project.edit(APP, (json) =>
      withConfig(json, { auth: { ...authOf(json), requiredScopes: ['oauth', 'crm.objects.contact.read'] } }),
    );

    expect(await ownChecks()).toContain('asks for crm.objects.contact.read, which the backend does not use');
    expect(await ownChecks()).toContain('lacks crm.objects.owners.read');
  });

  test('find a uid that changed', async () => {
    await project.edit(CARD, (json) => ({ ...json, uid: 'renamed_card' }));

    expect(await ownChecks()).toContain('The component oppspot_enrichment_tab_card is gone');
    expect(await ownChecks()).toContain('The component renamed_card is new');
  });

  test('find a serverless function in the marketplace edition', async () => {
    await mkdir(project.at('app/functions'));
    await writeFile(
      project.at('app/functions/f-hsmeta.json'),
      JSON.stringify({ uid: 'f', type: 'app-function', config: {} }),
    );

    expect(await ownChecks()).toContain('a marketplace app cannot contain serverless functions');
  });

  test('find a permitted origin that no card calls, and a called one that is not permitted', async () => {
    await project.edit(APP, (json) => withConfig(json, { permittedUrls: { fetch: ['https://other.example'] } }));

    expect(await ownChecks()).toContain('allows https://other.example, which no card calls');
    expect(await ownChecks()).toContain('lacks https://smartsync.oppspot.example, which a card calls');
  });

  test('find a lock file that does not fit', async () => {
    await project.edit('app/cards/package.json', (json) => ({ ...json, dependencies: { react: '18.3.1' } }));

    expect(await ownChecks()).toContain('package-lock.json does not fit package.json');
  });

  test('find a missing lock file', async () => {
    await rm(project.at('app/cards/package-lock.json'));

    expect(await ownChecks()).toContain('has no package-lock.json');
  });
});

describe('HubSpot’s lint rules', () => {
  test('find nothing in our cards', async () => {
    expect(await lintExtensions(project.at('.'))).toEqual([]);
  });

  test('find what a worker does not have, and imports from outside the extension', async () => {
    await writeFile(
      project.at('app/cards/Bad.tsx'),
      [
        "import { x } from '../../contract/index.ts';",
        'export const Bad = (props: { a: string }) => <div>{x(localStorage.getItem(props.a))}</div>;',
        "export const load = () => fetch('https://x.example');",
      ].join('\n'),
    );

    const found = (await lintExtensions(project.at('.'))).join('\n');

    expect(found).toContain('no-parent-imports');
    expect(found).toContain('no-html-elements');
    expect(found).toContain('no-browser-storage');
    expect(found).toContain('no-native-http');
  });
});
