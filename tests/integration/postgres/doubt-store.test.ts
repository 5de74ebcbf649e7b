import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeAutomationStore } from '../../../backend/src/adapters/postgres/automation-store.ts';
import { makeDoubtStore } from '../../../backend/src/adapters/postgres/doubt-store.ts';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { installPortal } from '../../support/postgres-stores.ts';
import { prepareStores } from '../../support/prepare-stores.ts';

const { stores } = prepareStores();

/** Seconds: the lease of a claim, and from the mark "sent" until it is known what became of it. */
const LEASE = 180;
const DOUBT = 120;

async function begin() {
  const { database } = stores();
  const { organizationId } = await installPortal(stores());
  const key = { organizationId, objectType: 'contacts', recordId: '1', purpose: 'task' } as const;
  const automations = makeAutomationStore(database);
  const doubts = makeDoubtStore(database, defaultPortalSettings);
  const enrichmentId = randomUUID();
  const claim = (holder: string) => automations.claim({ ...key, enrichmentId, holder });
  const send = async (holder: string) => {
    await claim(holder);
    await automations.markSent({ ...key, enrichmentId, holder, way: 'plain', details: {} });
  };
  const age = (seconds: number) =>
    database.queryAsTenant(organizationId, {
      name: 'test_age',
      text: `UPDATE automation_intents SET sent_until = sent_until - make_interval(secs => $2::float8),
               lease_expires_at = lease_expires_at - make_interval(secs => $2::float8) WHERE organization_id = $1::uuid`,
      values: [organizationId, seconds],
    });
  const due = async () => (await doubts.takeDue(organizationId, 10)).map(({ recordId }) => recordId);
  return { organizationId, key, automations, doubts, claim, send, age, due };
}

describe('what is in doubt', () => {
  it('is looked at when time of doubt and lease are over, and it is known when that will be', async () => {
    const { organizationId, doubts, send, age, due } = await begin();
    const before = await doubts.nextDueMs(organizationId);
    await send('dead');
    const found = [await due()];
    await age(DOUBT + 1);
    found.push(await due());
    const leftMs = (await doubts.nextDueMs(organizationId)) ?? 0;
    await age(LEASE - DOUBT);

    expect(before).toBeUndefined();
    expect([...found, await due()]).toEqual([[], [], ['1']]);
    expect(Math.round(leftMs / 1000 / 5) * 5).toBe(LEASE - DOUBT);
  });

  it('is left to who looks after it, and found again when that one died', async () => {
    const { key, automations, claim, send, age, due } = await begin();
    await send('dead');
    await automations.letGo({ ...key, holder: 'dead' });
    const early = await due();
    await age(DOUBT + 1);
    const first = await due();
    await claim('killed while it looks');
    const meanwhile = await due();
    await age(LEASE + 1);

    expect([early, first, meanwhile, await due()]).toEqual([[], ['1'], [], ['1']]);
  });

  it('is answered until it is told, though who made it was killed before', async () => {
    const { organizationId, key, automations, doubts, send, age, due } = await begin();
    await send('dead');
    await age(LEASE + 1);
    await due();
    await send('killed after it had made it');
    await automations.confirm({ ...key, holder: 'killed after it had made it', hubspotId: '77', details: {} });
    await age(DOUBT + 1);
    const again = await due();
    await doubts.close(organizationId, [{ objectType: 'contacts', recordId: '1', purposes: ['task'] }]);

    expect([again, await due()]).toEqual([['1'], []]);
    expect(await automations.list(key)).toMatchObject([{ state: 'done', hubspotId: '77' }]);
  });

  it('is forgotten when nothing was made of it, so that the next enrichment begins afresh', async () => {
    const { organizationId, key, automations, doubts, send, age, due } = await begin();
    await send('dead');
    await age(LEASE + 1);
    await due();

    await doubts.close(organizationId, [{ objectType: 'contacts', recordId: '1', purposes: ['task'] }]);

    expect(await automations.list(key)).toEqual([]);
    expect(await doubts.nextDueMs(organizationId)).toBeUndefined();
  });

  it('that was sent once more stays in doubt', async () => {
    const { organizationId, key, automations, doubts, send, age, due } = await begin();
    await send('dead');
    await age(LEASE + 1);
    await due();
    await send('alive');

    await doubts.close(organizationId, [{ objectType: 'contacts', recordId: '1', purposes: ['task'] }]);

    expect(await automations.list(key)).toMatchObject([{ state: 'sent' }]);
    expect(await doubts.nextDueMs(organizationId)).toBeGreaterThan(0);
  });
});
