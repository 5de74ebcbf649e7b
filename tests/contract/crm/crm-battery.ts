import { describe, expect, it } from 'vitest';
import { type CrmStand, type StandInUse, useStand } from './crm-stand.ts';
import { describeProperties } from './property-battery.ts';
import { describeRecords } from './record-battery.ts';

/** Checks the port's contract sentence by sentence. */
export function describeCrm(name: string, start: () => Promise<CrmStand>): void {
  describe(`${name} as a CRM`, () => {
    const inUse = useStand(start);
    describeRecords(inUse);
    describeProperties(inUse);
    describePortal(inUse);
    describeTokens(inUse);
  });
}

function describePortal(inUse: () => StandInUse): void {
  describe('facts about the portal', () => {
    it('gives account, owners that are not archived, and deal stages with their probability', async () => {
      const { crm, session } = inUse();
      expect(await crm.readAccount(session())).toMatchObject({ portalId: 4711, timeZone: 'Europe/London' });
      expect(await crm.readOwnerIds(session())).toEqual(['501']);
      const [pipeline] = await crm.readDealPipelines(session());
      expect(pipeline?.stages.find(({ id }) => id === 'closedwon')?.probability).toBe(1);
    });

    it('gives property definitions with what is read-only', async () => {
      const { crm, session } = inUse();
      const found = await crm.readProperties(session(), 'companies');
      const byName = new Map(found.map((property) => [property.name, property]));
      expect(byName.get('name')).toMatchObject({ type: 'string', readOnly: false });
      expect(byName.get('hs_object_id')).toMatchObject({ readOnly: true });
    });

    it('gives those definitions of the names asked for that are there', async () => {
      const { crm, session } = inUse();
      const found = await crm.readProperties(session(), 'companies', ['city', 'no_such_property']);
      expect(found.map(({ name }) => name)).toEqual(['city']);
    });
  });
}

function describeTokens(inUse: () => StandInUse): void {
  describe('tokens', () => {
    it('asks once for a fresh token when one is refused, naming the refused one', async () => {
      const { crm, stand, session } = inUse();
      const opened = session([stand.badToken, stand.goodToken]);
      const account = await crm.readAccount(opened);
      expect(account.portalId).toBe(4711);
      expect(opened).toMatchObject({ rejected: [stand.badToken], calls: 2 });
    });

    it('throws when the fresh token is refused as well', async () => {
      const { crm, stand, session } = inUse();
      const opened = session([stand.badToken, `${stand.badToken}-2`]);
      await expect(crm.readAccount(opened)).rejects.toMatchObject({ code: 'upstream_refused_token' });
      expect(opened.calls).toBe(2);
    });
  });
}
