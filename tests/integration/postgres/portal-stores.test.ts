import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeKeyRing } from '../../../backend/src/adapters/crypto/key-ring.ts';
import { rotateTenantKeys } from '../../../backend/src/adapters/crypto/rotate-tenant-keys.ts';
import { makeOauthStateStore } from '../../../backend/src/adapters/postgres/oauth-state-store.ts';
import { makeReadiness } from '../../../backend/src/adapters/postgres/readiness.ts';
import { makeSettingsStore } from '../../../backend/src/adapters/postgres/settings-store.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import type { PortalSettings } from '../../../backend/src/domain/portal/settings.ts';
import { begin, installPortal, makeStores, testKey } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';
import { connect, makeTestDatabase } from '../../support/test-database.ts';

const { database, stores } = prepareStores();

describe('settings store', () => {
  const settingsStore = () => makeSettingsStore({ database: stores().database, defaults: defaultPortalSettings });
  const save = (organizationId: string, settings: PortalSettings) =>
    settingsStore().save({
      organizationId,
      settings,
      changedByUserId: 7,
      changes: [{ setting: 'icp.criteria', before: '[]', after: '[…]' }],
    });

  it('answers the defaults when none were saved', async () => {
    const { organizationId } = await installPortal(stores());

    expect(await settingsStore().read(organizationId)).toEqual(defaultPortalSettings());
  });

  it('reads back what was saved, empty lists, zeros and the order of mappings included', async () => {
    const { organizationId } = await installPortal(stores());
    const defaults = defaultPortalSettings();
    const mapping = {
      source: 'town',
      target: 'city',
      transform: null,
      policy: 'fill_empty',
      respectHumanEdits: false,
    } as const;
    const settings: PortalSettings = {
      ...defaults,
      fields: {
        contacts: [],
        companies: [
          { ...mapping, target: 'z' },
          { ...mapping, target: 'a' },
        ],
        deals: defaults.fields.deals,
      },
      scoring: { weights: { financial: 0, growth: 0, engagement: 0, fit: 1 }, coverageFloor: 0 },
      icp: { criteria: [{ field: 'age', rule: 'should', min: 0 }] },
      limits: { recordsPerDay: 0, modelTokensPerDay: null },
    };

    const saved = await save(organizationId, settings);

    expect(saved).toEqual(settings);
    expect(await settingsStore().read(organizationId)).toEqual(settings);
    const run = await begin(stores(), organizationId, { isBeyondCap: true });
    const enrichmentId = 'enrichment' in run ? run.enrichment.id : '';
    const context = await stores().enrichments.readRunContext(organizationId, enrichmentId);
    expect(context?.settings).toEqual(settings);
  });

  it('gives what was saved last, whatever was read before', async () => {
    const { organizationId } = await installPortal(stores());
    const [first, second] = [
      { ...defaultPortalSettings(), adminUserIds: [1] },
      { ...defaultPortalSettings(), adminUserIds: [2] },
    ];
    await save(organizationId, first);
    expect(await settingsStore().read(organizationId)).toEqual(first);
    expect(await settingsStore().read(organizationId)).toEqual(first);

    await save(organizationId, second);

    expect(await settingsStore().read(organizationId)).toEqual(second);
  });

  it('fills in a section that was not known when the settings were saved', async () => {
    const { organizationId } = await installPortal(stores());
    await save(organizationId, defaultPortalSettings());
    const admin = await connect(database().administratorUrl);
    await admin.query(`UPDATE portal_settings SET settings = settings - 'retentionDays' WHERE organization_id = $1`, [
      organizationId,
    ]);

    const settings = await settingsStore().read(organizationId);

    expect(settings.retentionDays).toBe(defaultPortalSettings().retentionDays);
  });

  it('logs who changed what', async () => {
    const { organizationId } = await installPortal(stores());
    await save(organizationId, defaultPortalSettings());

    const admin = await connect(database().administratorUrl);
    const { rows } = await admin.query(
      'SELECT changed_by_user_id, changed_names FROM portal_setting_changes WHERE organization_id = $1',
      [organizationId],
    );

    expect(rows).toEqual([{ changed_by_user_id: '7', changed_names: ['icp.criteria'] }]);
  });
});

describe('OAuth state store', () => {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 600_000);

  it('is used up by the first of two callbacks', async () => {
    const states = makeOauthStateStore(stores().database);
    await states.save({ state: 'state-once', browserKey: 'cookie', expiresAt });
    const consume = () => states.consume({ state: 'state-once', browserKey: 'cookie', now });

    const consumed = await Promise.all([consume(), consume()]);

    expect(consumed.toSorted()).toEqual([false, true]);
    expect(await consume()).toBe(false);
  });

  it('is refused to another browser and stays for the right one', async () => {
    const states = makeOauthStateStore(stores().database);
    await states.save({ state: 'state-bound', browserKey: 'mine', expiresAt });

    const theirs = await states.consume({ state: 'state-bound', browserKey: 'theirs', now });
    const mine = await states.consume({ state: 'state-bound', browserKey: 'mine', now });

    expect({ theirs, mine }).toEqual({ theirs: false, mine: true });
  });

  it('is refused once it has expired', async () => {
    const states = makeOauthStateStore(stores().database);
    await states.save({ state: 'state-old', browserKey: 'mine', expiresAt });

    const late = await states.consume({ state: 'state-old', browserKey: 'mine', now: expiresAt });

    expect(late).toBe(false);
  });

  it('is stored as a hash', async () => {
    const states = makeOauthStateStore(stores().database);
    await states.save({ state: 'state-secret', browserKey: 'cookie-secret', expiresAt });

    const admin = await connect(database().administratorUrl);
    const { rows } = await admin.query('SELECT t::text AS text FROM oauth_states t');

    expect(JSON.stringify(rows)).not.toContain('secret');
  });
});

describe('readiness', () => {
  it('is good on a migrated database', async () => {
    const readiness = makeReadiness({ database: stores().database, migrationsFolder: 'prisma/migrations' });

    expect(await readiness.check()).toEqual([
      { name: 'database', ok: true, message: null },
      { name: 'migrations', ok: true, message: null },
      { name: 'queue', ok: true, message: null },
    ]);
  });

  it('says what to do on an empty database', async () => {
    const empty = await makeTestDatabase({ empty: true });
    const nothing = makeStores(empty.url);

    const parts = await makeReadiness({ database: nothing.database, migrationsFolder: 'prisma/migrations' }).check();

    expect(parts.map(({ name, ok }) => ({ name, ok }))).toEqual([
      { name: 'database', ok: true }, // the role belongs to the cluster, which the other databases set up
      { name: 'migrations', ok: false },
      { name: 'queue', ok: false },
    ]);
    expect(parts.slice(1).every((part) => part.message)).toBe(true);
    await nothing.database.close();
    await empty.drop();
  });
});

describe('key rotation on the database', () => {
  it('lets the old key go while calls go on', async () => {
    const { organizationId } = await installPortal(stores());
    const ring = makeKeyRing([{ id: 'k2', key: randomBytes(32) }, testKey]);
    const reads = Array.from({ length: 20 }, () => stores().installations.readTokens(organizationId));

    const counts = await rotateTenantKeys({ ring, keys: stores().keys });

    expect(counts.rewrapped).toBeGreaterThan(0);
    const duringRotation = await Promise.all(reads);
    expect(duringRotation.every((tokens) => tokens?.accessToken === 'access-1')).toBe(true);
    const withoutOld = makeStores(database().url, { ring: makeKeyRing([testKey]) });
    await expect(withoutOld.installations.readTokens(organizationId)).rejects.toMatchObject({ code: 'not_configured' });
    const afterwards = makeStores(database().url, { ring });
    expect(await afterwards.installations.readTokens(organizationId)).toMatchObject({ accessToken: 'access-1' });
    await withoutOld.database.close();
    await afterwards.database.close();
  });
});
