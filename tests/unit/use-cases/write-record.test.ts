import { describe, expect, it } from 'vitest';
import type { CreateOutcome } from '../../../backend/src/ports/sync-crm.ts';
import type { SyncedRecordKeys } from '../../../backend/src/ports/synced-record-store.ts';
import type { SyncDeps, SyncWork } from '../../../backend/src/use-cases/crm-sync/sync-work.ts';
import { createRecord } from '../../../backend/src/use-cases/crm-sync/write-record.ts';

const KEYS: SyncedRecordKeys = { tenantId: 't', objectType: 'companies', sourceKey: 'k', externalId: null };
const VALUES = { name: 'Acme', description: 'Makes things', annualrevenue: '5', phone: '' };

/** Makes a company in an account that names one of the properties that it refuses at a time. */
async function createIn(refuses: readonly string[]) {
  const notes: string[] = [];
  const sent: string[][] = [];
  const deps = { syncs: { remember: async () => {} } } as unknown as SyncDeps;
  const create = async (properties: object): Promise<CreateOutcome> => {
    sent.push(Object.keys(properties));
    const [bad] = refuses.filter((name) => name in properties || name === 'budget');
    const refused = [{ property: bad ?? '', code: 'PROPERTY_DOESNT_EXIST', message: 'does not exist' }];
    return bad === undefined ? { kind: 'created', id: '7' } : { kind: 'refused', properties: refused, message: '' };
  };
  const created = createRecord(deps, { notes } as unknown as SyncWork, KEYS, VALUES, create);
  return { created, notes, sent };
}

describe('a record whose values the account refuses one after the other', () => {
  it('is made without them, and each is told', async () => {
    const { created, notes, sent } = await createIn(['description', 'annualrevenue']);

    expect(await created).toMatchObject({ kind: 'created', state: { crmRecordId: '7', written: ['name'] } });
    expect(sent).toEqual([['name', 'description', 'annualrevenue'], ['name', 'annualrevenue'], ['name']]);
    expect(notes).toEqual(['refused by the account: description', 'refused by the account: annualrevenue']);
  });

  it('fails where the account wants something that we do not send', async () => {
    const { created } = await createIn(['description', 'budget']);

    await expect(created).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('budget'),
    });
  });
});
