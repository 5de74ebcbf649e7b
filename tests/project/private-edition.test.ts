/** The two editions come from the same sources; what differs is exactly this. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assembleEdition } from '../../scripts/hubspot/assemble-edition.ts';
import { runHubSpotValidator } from '../../scripts/hubspot/run-hubspot-validator.ts';
import { type JsonObject, makeProjectCopy, withConfig } from './hubspot-project-copy.ts';

const APP = 'app/app-hsmeta.json';
const FUNCTION = 'app/functions/backend-proxy-hsmeta.json';
const rootDir = path.resolve(import.meta.dirname, '../..');

let project: Awaited<ReturnType<typeof makeProjectCopy>>;
beforeAll(async () => {
  project = await makeProjectCopy('private');
});
afterAll(() => project.remove());

const read = (file: string) => readFile(project.at(file), 'utf8');
const assembled = async (edition: 'marketplace' | 'private') => {
  const outDir = `${project.dir}-${edition}`;
  const files = await assembleEdition(rootDir, 'hubspot-project', outDir, edition);
  await rm(outDir, { recursive: true, force: true });
  return files.map((file) => file.replace('hubspot-project/', ''));
};

describe('the private edition', () => {
  test('differs from the marketplace edition in its profile and its functions only', async () => {
    const [market, own] = [await assembled('marketplace'), await assembled('private')];

    expect(market.filter((file) => !own.includes(file))).toEqual(['hsprofile.marketplace.json']);
    expect(own.filter((file) => !market.includes(file))).toEqual([
      'app/functions/backend-proxy-hsmeta.json',
      'app/functions/backend-proxy.js',
      'app/functions/package.json',
      'hsprofile.private.json',
    ]);
    expect([...market, ...own].filter((file) => file.includes('.private.ts'))).toEqual([]);
  });

  test('is an app with a fixed token for one account, with the scopes of the other but the one of OAuth', async () => {
    const { config } = JSON.parse(await read(APP));
    const market = JSON.parse(await readFile(path.join(rootDir, 'hubspot-project', APP), 'utf8')).config;

    expect(config).toMatchObject({ distribution: 'private', auth: { type: 'static' } });
    expect(config.auth.redirectUrls).toBeUndefined();
    expect(['oauth', ...config.auth.requiredScopes]).toEqual(market.auth.requiredScopes);
    expect(config.auth.optionalScopes).toEqual(market.auth.optionalScopes);
  });

  test('is a project of its own, so that it never replaces the other', async () => {
    const { name } = JSON.parse(await readFile(path.join(project.dir, 'hsproject.json'), 'utf8'));

    expect(name).toBe('oppspot-smartsync-private');
  });

  test('reaches the backend from the card through the function, which the marketplace edition never names', async () => {
    const market = await makeProjectCopy();
    const transports = [
      await read('app/cards/transport.ts'),
      await readFile(market.at('app/cards/transport.ts'), 'utf8'),
    ];
    await market.remove();

    expect(transports.map((text) => text.includes('serverless(FUNCTION_UID'))).toEqual([true, false]);
    expect(transports.map((text) => text.includes('hubspot.fetch(url'))).toEqual([false, true]);
    expect(transports[0]).toContain(`'${JSON.parse(await read(FUNCTION)).uid}'`);
  });

  test('ships functions as CommonJS with nothing from outside, and no secret', async () => {
    const code = await read('app/functions/backend-proxy.js');

    expect([...code.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1])).toEqual(['node:crypto']);
    expect(JSON.parse(await read('app/functions/package.json')).dependencies).toBeUndefined();
    expect(JSON.parse(await read(FUNCTION)).config.secretKeys).toEqual([
      'SMARTSYNC_BACKEND_ORIGIN',
      'SMARTSYNC_CLIENT_SECRET',
    ]);
  });

  test('passes HubSpot’s validator and our own checks', async () => {
    expect(await runHubSpotValidator(project.dir, 'private')).toEqual([]);
    expect(await project.ownChecks()).toEqual([]);
  });
});

describe('the checks of the private edition', () => {
  const broken = async (file: string, change: (json: JsonObject) => JsonObject) => {
    const copy = await makeProjectCopy('private');
    await copy.edit(file, change);
    const found = [...(await runHubSpotValidator(copy.dir, 'private')), ...(await copy.ownChecks())];
    await copy.remove();
    return found.join('\n');
  };

  test.each<[string, string, (json: JsonObject) => JsonObject, string]>([
    [
      'a function whose file does not exist',
      FUNCTION,
      (json) => withConfig(json, { entrypoint: '/app/functions/nope.js' }),
      'the entry file /app/functions/nope.js does not exist',
    ],
    [
      'a function under another uid than the one that accounts know',
      FUNCTION,
      (json) => ({ ...json, uid: 'renamed' }),
      'The component oppspot_backend_proxy is gone',
    ],
    [
      'functions in an app that is not private',
      APP,
      (json) => withConfig(json, { distribution: 'marketplace' }),
      'a marketplace app cannot contain serverless functions',
    ],
    ['an unknown field (our draft)', FUNCTION, (json) => withConfig(json, { colour: 'red' }), 'colour'],
    [
      'redirect addresses beside a fixed token (our draft)',
      APP,
      (json) =>
        withConfig(json, { auth: { type: 'static', requiredScopes: ['x'], redirectUrls: ['https://a.example'] } }),
      'redirectUrls',
    ],
  ])('find %s', async (_name, file, change, words) => {
    expect(await broken(file, change)).toContain(words);
  });

  test('find a missing package.json beside the functions', async () => {
    const copy = await makeProjectCopy('private');
    await rm(copy.at('app/functions/package.json'));
    const found = await runHubSpotValidator(copy.dir, 'private');
    await copy.remove();

    expect(found.join('\n')).toContain('package.json');
  });
});
