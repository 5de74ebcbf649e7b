import { describe, expect, it } from 'vitest';
import { DEFINITIONS, type StandInUse } from './crm-stand.ts';

/** Checks what the port says about records: reading, writing and finding them. */
export function describeRecords(inUse: () => StandInUse): void {
  describe('reading a record', () => {
    it('gives values as text, null for no value, and leaves out what the portal does not have', async () => {
      const { read } = inUse();
      const record = await read('companies', 'acme', { properties: ['name', 'website', 'no_such_property'] });
      expect(record?.properties).toMatchObject({ name: 'Acme Ltd', website: null });
      expect(record?.properties).not.toHaveProperty('no_such_property');
    });

    it('gives the newest entry of the history of the properties asked for', async () => {
      const { read, updateAcme } = inUse();
      await updateAcme({ city: 'York' });
      const record = await read('companies', 'acme', { propertiesWithHistory: ['city'] });
      expect(record?.history.city?.map(({ value }) => value)).toEqual(['York']);
      expect(record?.history.city?.[0]).toMatchObject({ sourceType: 'INTEGRATION', at: expect.stringMatching(/Z$/) });
    });

    it('gives each associated record once, the primary company first', async () => {
      const { stand, read } = inUse();
      const record = await read('contacts', 'jo', { associations: ['companies'] });
      expect(record?.associations.companies).toEqual([stand.idOf('acme'), stand.idOf('older')]);
    });

    it('gives the company of a deal', async () => {
      const { stand, read } = inUse();
      const record = await read('deals', 'deal', { associations: ['companies', 'contacts'] });
      expect(record?.associations.companies).toEqual([stand.idOf('acme')]);
    });

    it('takes one request', async () => {
      const { crm, stand, session } = inUse();
      const counted = session();
      const input = { objectType: 'contacts' as const, objectId: stand.idOf('jo') };
      const wanted = {
        properties: ['email'],
        propertiesWithHistory: ['email'],
        associations: ['companies' as const],
      };
      await crm.readRecord(counted, { ...input, ...wanted });
      expect(counted.calls).toBe(1);
    });

    it('answers undefined for a record that is not there', async () => {
      const { read } = inUse();
      expect(await read('companies', 'acme', { objectId: '999999999999' })).toBeUndefined();
    });

    it('answers undefined for a record that was deleted', async () => {
      const { stand, read } = inUse();
      await stand.deleteRecord('companies', 'acme');
      expect(await read('companies', 'acme')).toBeUndefined();
    });
  });

  describe('writing a record', () => {
    it('writes the values and leaves the others', async () => {
      const { read, updateAcme } = inUse();
      expect(await updateAcme({ city: 'York', website: 'https://acme.example' })).toEqual({ kind: 'written' });
      const record = await read('companies', 'acme', { properties: ['city', 'website', 'name'] });
      expect(record?.properties).toMatchObject({ city: 'York', website: 'https://acme.example', name: 'Acme Ltd' });
    });

    it('clears a value with an empty text', async () => {
      const { read, updateAcme } = inUse();
      await updateAcme({ city: '' });
      expect((await read('companies', 'acme', { properties: ['city'] }))?.properties.city ?? '').toBe('');
    });

    it('is refused by name for a property the portal does not have, and writes nothing', async () => {
      const { read, updateAcme } = inUse();
      const outcome = await updateAcme({ city: 'York', no_such_property: 'x' });
      expect(outcome).toMatchObject({
        kind: 'refused',
        properties: [{ property: 'no_such_property', code: 'PROPERTY_DOESNT_EXIST' }],
      });
      expect((await read('companies', 'acme', { properties: ['city'] }))?.properties.city).toBe('Leeds');
    });

    it('is refused by name for an option that does not exist', async () => {
      const { crm, session, updateAcme } = inUse();
      await crm.ensureProperties(session(), 'companies', DEFINITIONS);
      expect(await updateAcme({ oppspot_deal_stage: 'nonsense' })).toMatchObject({
        kind: 'refused',
        properties: [{ property: 'oppspot_deal_stage', code: 'INVALID_OPTION' }],
      });
    });

    it('is gone for a record that was deleted', async () => {
      const { stand, updateAcme } = inUse();
      await stand.deleteRecord('companies', 'acme');
      expect(await updateAcme({ city: 'York' })).toEqual({ kind: 'gone' });
    });
  });

  describe('writing many records', () => {
    it('writes every good row and names the bad ones, whatever their order', async () => {
      const { crm, stand, session, read } = inUse();
      const outcomes = await crm.updateRecords(session(), 'companies', [
        { objectId: stand.idOf('acme'), properties: { city: 'York', no_such_property: 'x' } },
        { objectId: '999999999999', properties: { city: 'York' } },
        { objectId: stand.idOf('older'), properties: { city: 'Hull' } },
      ]);

      expect(outcomes).toMatchObject([
        { objectId: stand.idOf('acme'), kind: 'refused', properties: [{ property: 'no_such_property' }] },
        { objectId: '999999999999', kind: 'gone' },
        { objectId: stand.idOf('older'), kind: 'written' },
      ]);
      expect((await read('companies', 'acme', { properties: ['city'] }))?.properties.city).toBe('Leeds');
    });

    it('takes the later one of two for the same record', async () => {
      const { crm, stand, session, read } = inUse();
      const objectId = stand.idOf('acme');
      const updates = ['York', 'Hull'].map((city) => ({ objectId, properties: { city } }));

      expect(await crm.updateRecords(session(), 'companies', updates)).toEqual([{ objectId, kind: 'written' }]);
      expect((await read('companies', 'acme', { properties: ['city'] }))?.properties.city).toBe('Hull');
    });

    it('asks nothing for none', async () => {
      const { crm, session } = inUse();
      const counted = session();

      expect(await crm.updateRecords(counted, 'companies', [])).toEqual([]);
      expect(counted.calls).toBe(0);
    });
  });

  describe('finding companies by domain', () => {
    it('gives those with this domain, oldest first, whatever the case', async () => {
      const { crm, stand, session } = inUse();
      const found = await crm.findCompaniesByDomain(session(), 'ACME.example', ['name', 'domain']);
      expect(found.map(({ id }) => id)).toEqual([stand.idOf('older'), stand.idOf('acme')]);
      expect(found[1]?.properties).toMatchObject({ name: 'Acme Ltd', domain: 'acme.example' });
    });

    it('gives none for a domain nobody has', async () => {
      const { crm, session } = inUse();
      expect(await crm.findCompaniesByDomain(session(), 'nobody.example', ['name'])).toEqual([]);
    });
  });
}
