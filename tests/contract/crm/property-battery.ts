import { describe, expect, it } from 'vitest';
import { DEFINITIONS, type StandInUse } from './crm-stand.ts';

/** Checks what the port says about properties of ours. */
export function describeProperties(inUse: () => StandInUse): void {
  describe('ensuring properties', () => {
    it('creates what is missing, so that it can be written', async () => {
      const { crm, session, updateAcme } = inUse();
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
      const { crm, session } = inUse();
      await crm.ensureProperties(session(), 'companies', DEFINITIONS);
      const second = session();
      const ensured = await crm.ensureProperties(second, 'companies', DEFINITIONS);
      expect(ensured).toMatchObject({ created: [], present: ['oppspot_score', 'oppspot_deal_stage'] });
      expect(second.calls).toBe(1);
    });

    it('creates each property once when two installs run at the same time', async () => {
      const { crm, session } = inUse();
      const run = () => crm.ensureProperties(session(), 'companies', DEFINITIONS);
      const both = await Promise.all([run(), run()]);
      expect(both.map(({ incompatible }) => incompatible)).toEqual([[], []]);
      const names = (await crm.readProperties(session(), 'companies')).map(({ name }) => name);
      expect(names.filter((name) => name.startsWith('oppspot_'))).toHaveLength(2);
    });

    it('restores what an admin archived', async () => {
      const { crm, stand, session, updateAcme } = inUse();
      await crm.ensureProperties(session(), 'companies', DEFINITIONS);
      await stand.archiveProperty('companies', 'oppspot_score');
      const ensured = await crm.ensureProperties(session(), 'companies', DEFINITIONS);
      expect(ensured).toMatchObject({ created: ['oppspot_score'], present: ['oppspot_deal_stage'] });
      expect(await updateAcme({ oppspot_score: '74' })).toEqual({ kind: 'written' });
    });

    it('removes them with their values, and does not mind those that are gone', async () => {
      const { crm, session } = inUse();
      await crm.ensureProperties(session(), 'companies', DEFINITIONS);
      await crm.removeProperties(session(), 'companies', ['oppspot_score', 'oppspot_deal_stage']);
      await crm.removeProperties(session(), 'companies', ['oppspot_score']);
      const names = (await crm.readProperties(session(), 'companies')).map(({ name }) => name);
      expect(names.filter((name) => name.startsWith('oppspot_'))).toEqual([]);
    });

    it('leaves a property of another type as it is and reports it', async () => {
      const { crm, session } = inUse();
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
      const { crm, session } = inUse();
      const ensured = await crm.ensureProperties(session(), objectType, DEFINITIONS);
      expect(ensured.created).toHaveLength(2);
    });
  });
}
