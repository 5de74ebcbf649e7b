import { describe, expect, it } from 'vitest';
import { makeRetentionStore } from '../../../backend/src/adapters/postgres/retention-store.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { eraseExpired } from '../../../backend/src/use-cases/erase-expired.ts';
import { aResult, begin, installPortal } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { connect } from '../../support/test-database.ts';

const { database, stores } = prepareStores();

/** A finished run of that age, with its log. */
async function runOfAge(organizationId: string, days: number): Promise<string> {
  const begun = await begin(stores(), organizationId);
  const id = 'enrichment' in begun ? begun.enrichment.id : '';
  await stores().enrichments.finishRun({ organizationId, enrichment: aResult({ id }), memory: undefined });
  const admin = await connect(database().administratorUrl);
  const age = `now() - interval '${days} days'`;
  await admin.query(`UPDATE enrichments SET created_at = ${age} WHERE id = $1`, [id]);
  await admin.query(`UPDATE crm_sync_logs SET created_at = ${age} WHERE enrichment_id = $1`, [id]);
  return id;
}

const erase = (retentionDays: number) =>
  eraseExpired({
    retention: makeRetentionStore(stores().database),
    settings: {
      read: async () => ({ ...defaultPortalSettings(), retentionDays }),
      save: async ({ settings }) => settings,
    },
    logger: silentLogger,
  });

describe('retention', () => {
  it('erases runs that are older than the portal wants them, and none that can still be undone', async () => {
    const { organizationId } = await installPortal(stores());
    const old = await runOfAge(organizationId, 31);
    const young = await runOfAge(organizationId, 29);

    await erase(1);

    expect(await stores().enrichments.findEnrichment(organizationId, old)).toBeUndefined();
    expect(await stores().enrichments.findEnrichment(organizationId, young)).toBeDefined();
  });

  it('leaves a run alone that goes on, however old', async () => {
    const { organizationId } = await installPortal(stores());
    const begun = await begin(stores(), organizationId);
    const id = 'enrichment' in begun ? begun.enrichment.id : '';
    const admin = await connect(database().administratorUrl);
    await admin.query(`UPDATE enrichments SET created_at = now() - interval '99 days' WHERE id = $1`, [id]);

    await erase(30);

    expect(await stores().enrichments.findEnrichment(organizationId, id)).toBeDefined();
  });
});
