import { expect, it } from 'vitest';
import type { WrappedKeyStore } from '../../../backend/src/ports/tenant-vault.ts';

/** The sentences of the port, checked on any implementation. `newOrganization` gives one that was installed. */
export function describeWrappedKeyStore(
  setUp: () => { readonly keys: WrappedKeyStore; readonly newOrganization: () => Promise<string> },
): void {
  it('finds nothing for an organisation without a key', async () => {
    const { keys, newOrganization } = setUp();

    expect(await keys.find(await newOrganization())).toBeUndefined();
  });

  it('answers the key that is there, whoever wrote it', async () => {
    const { keys, newOrganization } = setUp();
    const organizationId = await newOrganization();

    const all = await Promise.all(
      ['1', '2', '3'].map((keyId) => keys.insertIfAbsent(organizationId, { keyId, wrapped: `v1.k.${keyId}` })),
    );

    expect(new Set(all.map((key) => key.keyId)).size).toBe(1);
    expect(await keys.find(organizationId)).toEqual(all[0]);
  });

  it('re-wraps only what it read before, and keeps the name of the data key', async () => {
    const { keys, newOrganization } = setUp();
    const organizationId = await newOrganization();
    await keys.insertIfAbsent(organizationId, { keyId: 'd1', wrapped: 'v1.old.x' });

    const first = await keys.rewrap(organizationId, { before: 'v1.old.x', after: 'v1.new.y' });
    const second = await keys.rewrap(organizationId, { before: 'v1.old.x', after: 'v1.new.z' });

    expect([first, second]).toEqual([true, false]);
    expect(await keys.find(organizationId)).toEqual({ keyId: 'd1', wrapped: 'v1.new.y' });
  });

  it('still names an organisation whose key was removed', async () => {
    const { keys, newOrganization } = setUp();
    const organizationId = await newOrganization();
    await keys.insertIfAbsent(organizationId, { keyId: 'd1', wrapped: 'v1.k.x' });

    await keys.remove(organizationId);

    expect(await keys.find(organizationId)).toBeUndefined();
    expect(await keys.listOrganizationIds()).toContain(organizationId);
  });
}
