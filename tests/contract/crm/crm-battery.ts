import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectType } from '../../../backend/src/domain/portal/settings.ts';
import type { Crm, CrmSession, PropertyDefinition, ReadRecordInput } from '../../../backend/src/ports/crm.ts';

/**
 * A CRM with one portal for the battery: account 4711 (Europe/London, app.hubspot.com), the owner 501 and an archived
 * owner, company `acme` (domain acme.example) and an older company with the same domain, contact `jo` associated with
 * both (acme the primary one), deal `deal` with acme.
 */
export interface CrmStand {
  readonly crm: Crm;
  /** A token the CRM takes. */
  readonly goodToken: string;
  /** A token it answers 401. */
  readonly badToken: string;
  idOf(key: 'acme' | 'older' | 'jo' | 'deal'): string;
  deleteRecord(objectType: ObjectType, key: 'acme' | 'jo'): Promise<void>;
  /** Archives a property of ours, as an admin does. */
  archiveProperty(objectType: ObjectType, name: string): Promise<void>;
  stop(): Promise<void>;
}

const DEFINITIONS: readonly PropertyDefinition[] = [
  {
    name: 'oppspot_score',
    label: 'oppSpot score',
    description: '0 to 100',
    type: 'number',
    fieldType: 'number',
    options: [],
  },
  {
    name: 'oppspot_deal_stage',
    label: 'oppSpot stage',
    description: 'Stage',
    type: 'enumeration',
    fieldType: 'select',
    options: [
      { value: 'lead', label: 'Lead' },
      { value: 'engaged', label: 'Engaged' },
    ],
  },
];

/** Checks the port's contract sentence by sentence. */
export function describeCrm(name: string, start: () => Promise<CrmStand>): void {
  describe(`${name} as a CRM`, () => {
    let stand: CrmStand;
    let crm: Crm;
    beforeEach(async () => {
      stand = await start();
      crm = stand.crm;
    });
    afterEach(() => stand.stop());

    function session(
      tokens: readonly string[] = [stand.goodToken],
    ): CrmSession & { calls: number; rejected: string[] } {
      const opened = {
        organizationId: '00000000-0000-4000-8000-000000000001',
        portalId: 4711,
        priority: 'interactive' as const,
        calls: 0,
        rejected: [] as string[],
        async getAccessToken(options?: { readonly rejectedToken: string }) {
          if (options) opened.rejected.push(options.rejectedToken);
          return tokens[Math.min(opened.rejected.length, tokens.length - 1)] ?? '';
        },
        countCall() {
          opened.calls += 1;
        },
      };
      return opened;
    }

    function read(objectType: ObjectType, key: 'acme' | 'jo' | 'deal', changes: Partial<ReadRecordInput> = {}) {
      const input = {
        objectType,
        objectId: stand.idOf(key),
        properties: [],
        propertiesWithHistory: [],
        associations: [],
      };
      return crm.readRecord(session(), { ...input, ...changes });
    }

    const updateAcme = (properties: Record<string, string>) =>
      crm.updateRecord(session(), { objectType: 'companies', objectId: stand.idOf('acme'), properties });

    describe('reading a record', () => {
      it('gives values as text, null for no value, and leaves out what the portal does not have', async () => {
        const record = await read('companies', 'acme', { properties: ['name', 'website', 'no_such_property'] });
        expect(record?.properties).toMatchObject({ name: 'Acme Ltd', website: null });
        expect(record?.properties).not.toHaveProperty('no_such_property');
      });

      it('gives the history of the properties asked for, newest first', async () => {
        await updateAcme({ city: 'York' });
        const record = await read('companies', 'acme', { propertiesWithHistory: ['city'] });
        expect(record?.history.city?.map(({ value }) => value)).toEqual(['York', 'Leeds']);
        expect(record?.history.city?.[0]).toMatchObject({ sourceType: 'INTEGRATION', at: expect.stringMatching(/Z$/) });
      });

      it('gives each associated record once, the primary company first', async () => {
        const record = await read('contacts', 'jo', { associations: ['companies'] });
        expect(record?.associations.companies).toEqual([stand.idOf('acme'), stand.idOf('older')]);
      });

      it('gives the company of a deal', async () => {
        const record = await read('deals', 'deal', { associations: ['companies', 'contacts'] });
        expect(record?.associations.companies).toEqual([stand.idOf('acme')]);
      });

      it('takes one request', async () => {
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
        expect(await read('companies', 'acme', { objectId: '999999999999' })).toBeUndefined();
      });

      it('answers undefined for a record that was deleted', async () => {
        await stand.deleteRecord('companies', 'acme');
        expect(await read('companies', 'acme')).toBeUndefined();
      });
    });

    describe('writing a record', () => {
      it('writes the values and leaves the others', async () => {
        expect(await updateAcme({ city: 'York', website: 'https://acme.example' })).toEqual({ kind: 'written' });
        const record = await read('companies', 'acme', { properties: ['city', 'website', 'name'] });
        expect(record?.properties).toMatchObject({ city: 'York', website: 'https://acme.example', name: 'Acme Ltd' });
      });

      it('clears a value with an empty text', async () => {
        await updateAcme({ city: '' });
        expect((await read('companies', 'acme', { properties: ['city'] }))?.properties.city ?? '').toBe('');
      });

      it('is refused by name for a property the portal does not have, and writes nothing', async () => {
        const outcome = await updateAcme({ city: 'York', no_such_property: 'x' });
        expect(outcome).toMatchObject({
          kind: 'refused',
          properties: [{ property: 'no_such_property', code: 'PROPERTY_DOESNT_EXIST' }],
        });
        expect((await read('companies', 'acme', { properties: ['city'] }))?.properties.city).toBe('Leeds');
      });

      it('is refused by name for an option that does not exist', async () => {
        await crm.ensureProperties(session(), 'companies', DEFINITIONS);
        expect(await updateAcme({ oppspot_deal_stage: 'nonsense' })).toMatchObject({
          kind: 'refused',
          properties: [{ property: 'oppspot_deal_stage', code: 'INVALID_OPTION' }],
        });
      });

      it('is gone for a record that was deleted', async () => {
        await stand.deleteRecord('companies', 'acme');
        expect(await updateAcme({ city: 'York' })).toEqual({ kind: 'gone' });
      });
    });

    describe('writing many records', () => {
      it('writes every good row and names the bad ones, whatever their order', async () => {
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
        const objectId = stand.idOf('acme');
        const updates = ['York', 'Hull'].map((city) => ({ objectId, properties: { city } }));

        expect(await crm.updateRecords(session(), 'companies', updates)).toEqual([{ objectId, kind: 'written' }]);
        expect((await read('companies', 'acme', { properties: ['city'] }))?.properties.city).toBe('Hull');
      });

      it('asks nothing for none', async () => {
        const counted = session();

        expect(await crm.updateRecords(counted, 'companies', [])).toEqual([]);
        expect(counted.calls).toBe(0);
      });
    });

    describe('finding companies by domain', () => {
      it('gives those with this domain, oldest first, whatever the case', async () => {
        const found = await crm.findCompaniesByDomain(session(), 'ACME.example', ['name', 'domain']);
        expect(found.map(({ id }) => id)).toEqual([stand.idOf('older'), stand.idOf('acme')]);
        expect(found[1]?.properties).toMatchObject({ name: 'Acme Ltd', domain: 'acme.example' });
      });

      it('gives none for a domain nobody has', async () => {
        expect(await crm.findCompaniesByDomain(session(), 'nobody.example', ['name'])).toEqual([]);
      });
    });

    describe('ensuring properties', () => {
      it('creates what is missing, so that it can be written', async () => {
        const ensured = await crm.ensureProperties(session(), 'companies', DEFINITIONS);
        expect(ensured).toEqual({
          objectType: 'companies',
          created: ['oppspot_score', 'oppspot_deal_stage'],
          present: [],
          incompatible: [],
        });
        expect(await updateAcme({ oppspot_score: '74', oppspot_deal_stage: 'engaged' })).toEqual({ kind: 'written' });
      });

      it('creates nothing the second time, with one request', async () => {
        await crm.ensureProperties(session(), 'companies', DEFINITIONS);
        const second = session();
        const ensured = await crm.ensureProperties(second, 'companies', DEFINITIONS);
        expect(ensured).toMatchObject({ created: [], present: ['oppspot_score', 'oppspot_deal_stage'] });
        expect(second.calls).toBe(1);
      });

      it('creates each property once when two installs run at the same time', async () => {
        const run = () => crm.ensureProperties(session(), 'companies', DEFINITIONS);
        const both = await Promise.all([run(), run()]);
        expect(both.map(({ incompatible }) => incompatible)).toEqual([[], []]);
        const names = (await crm.readProperties(session(), 'companies')).map(({ name }) => name);
        expect(names.filter((name) => name.startsWith('oppspot_'))).toHaveLength(2);
      });

      it('restores what an admin archived', async () => {
        await crm.ensureProperties(session(), 'companies', DEFINITIONS);
        await stand.archiveProperty('companies', 'oppspot_score');
        const ensured = await crm.ensureProperties(session(), 'companies', DEFINITIONS);
        expect(ensured).toMatchObject({ created: ['oppspot_score'], present: ['oppspot_deal_stage'] });
        expect(await updateAcme({ oppspot_score: '74' })).toEqual({ kind: 'written' });
      });

      it('removes them with their values, and does not mind those that are gone', async () => {
        await crm.ensureProperties(session(), 'companies', DEFINITIONS);
        await crm.removeProperties(session(), 'companies', ['oppspot_score', 'oppspot_deal_stage']);
        await crm.removeProperties(session(), 'companies', ['oppspot_score']);
        const names = (await crm.readProperties(session(), 'companies')).map(({ name }) => name);
        expect(names.filter((name) => name.startsWith('oppspot_'))).toEqual([]);
      });

      it('leaves a property of another type as it is and reports it', async () => {
        const text = { ...DEFINITIONS[0], name: 'oppspot_score', type: 'string', fieldType: 'text' } as const;
        const inTheWay = { label: 'Mine', description: '', options: [], ...text };
        await crm.ensureProperties(session(), 'companies', [inTheWay]);
        const ensured = await crm.ensureProperties(session(), 'companies', DEFINITIONS);
        expect(ensured).toMatchObject({
          created: ['oppspot_deal_stage'],
          present: [],
          incompatible: [{ name: 'oppspot_score', expectedType: 'number', actualType: 'string' }],
        });
        const kept = (await crm.readProperties(session(), 'companies')).find(({ name }) => name === 'oppspot_score');
        expect(kept?.type).toBe('string');
      });

      it.each(['contacts', 'deals'] as const)('works for %s', async (objectType) => {
        const ensured = await crm.ensureProperties(session(), objectType, DEFINITIONS);
        expect(ensured.created).toHaveLength(2);
      });
    });

    describe('facts about the portal', () => {
      it('gives account, owners that are not archived, and deal stages with their probability', async () => {
        expect(await crm.readAccount(session())).toMatchObject({ portalId: 4711, timeZone: 'Europe/London' });
        expect(await crm.readOwnerIds(session())).toEqual(['501']);
        const [pipeline] = await crm.readDealPipelines(session());
        expect(pipeline?.stages.find(({ id }) => id === 'closedwon')?.probability).toBe(1);
      });

      it('gives property definitions with what is read-only', async () => {
        const found = await crm.readProperties(session(), 'companies');
        const byName = new Map(found.map((property) => [property.name, property]));
        expect(byName.get('name')).toMatchObject({ type: 'string', readOnly: false });
        expect(byName.get('hs_object_id')).toMatchObject({ readOnly: true });
      });

      it('gives those definitions of the names asked for that are there', async () => {
        const found = await crm.readProperties(session(), 'companies', ['city', 'no_such_property']);
        expect(found.map(({ name }) => name)).toEqual(['city']);
      });
    });

    describe('tokens', () => {
      it('asks once for a fresh token when one is refused, naming the refused one', async () => {
        const opened = session([stand.badToken, stand.goodToken]);
        const account = await crm.readAccount(opened);
        expect(account.portalId).toBe(4711);
        expect(opened).toMatchObject({ rejected: [stand.badToken], calls: 2 });
      });

      it('throws when the fresh token is refused as well', async () => {
        const opened = session([stand.badToken, `${stand.badToken}-2`]);
        await expect(crm.readAccount(opened)).rejects.toMatchObject({ code: 'upstream_refused_token' });
        expect(opened.calls).toBe(2);
      });
    });
  });
}
