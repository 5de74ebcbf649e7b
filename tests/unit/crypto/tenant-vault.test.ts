import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeKeyRing } from '../../../backend/src/adapters/crypto/key-ring.ts';
import { rotateTenantKeys } from '../../../backend/src/adapters/crypto/rotate-tenant-keys.ts';
import { makeTenantVault } from '../../../backend/src/adapters/crypto/tenant-vault.ts';
import { makeMemoryWrappedKeyStore } from '../../fakes/memory-wrapped-key-store.ts';

const oldKey = { id: 'old', key: randomBytes(32) };
const newKey = { id: 'new', key: randomBytes(32) };
const place = 'crm_integrations.access_token:1';

function vaultOn(keys: ReturnType<typeof makeMemoryWrappedKeyStore>, ...ring: (typeof oldKey)[]) {
  return makeTenantVault({ ring: makeKeyRing(ring), keys });
}

describe('tenant vault', () => {
  it('opens in another process what was sealed in this one', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const sealed = await vaultOn(keys, oldKey).seal({ organizationId: 'a', place, text: 'token' });

    const opened = await vaultOn(keys, oldKey).open({ organizationId: 'a', place, sealed });

    expect(opened).toBe('token');
  });

  it('makes one data key when two processes seal for a new tenant at once', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const vaults = [vaultOn(keys, oldKey), vaultOn(keys, oldKey)];
    const sealed = await Promise.all(vaults.map((vault) => vault.seal({ organizationId: 'a', place, text: 'token' })));

    const opened = await Promise.all(
      sealed.map((text) => vaultOn(keys, oldKey).open({ organizationId: 'a', place, sealed: text })),
    );

    expect(opened).toEqual(['token', 'token']);
  });

  it('refuses a text of another tenant and of another place', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const vault = vaultOn(keys, oldKey);
    const sealed = await vault.seal({ organizationId: 'a', place, text: 'token' });
    await vault.seal({ organizationId: 'b', place, text: 'other' });

    await expect(vault.open({ organizationId: 'b', place, sealed })).rejects.toMatchObject({ code: 'internal' });
    const elsewhere = vault.open({ organizationId: 'a', place: 'crm_integrations.refresh_token:1', sealed });
    await expect(elsewhere).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses a data key that was copied from another tenant', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const sealed = await vaultOn(keys, oldKey).seal({ organizationId: 'a', place, text: 'token' });
    const stored = await keys.find('a');
    await keys.insertIfAbsent('b', stored ?? { keyId: '', wrapped: '' });

    const opened = vaultOn(keys, oldKey).open({ organizationId: 'b', place, sealed });

    await expect(opened).rejects.toMatchObject({ code: 'internal' });
  });

  it('opens nothing any more once the data key is destroyed, also where it was in memory', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const vault = vaultOn(keys, oldKey);
    const sealed = await vault.seal({ organizationId: 'a', place, text: 'token' });

    await vault.destroy('a');

    await expect(vault.open({ organizationId: 'a', place, sealed })).rejects.toMatchObject({ code: 'internal' });
  });

  it('uses the new data key after another process destroyed the old one', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const here = vaultOn(keys, oldKey);
    await here.seal({ organizationId: 'a', place, text: 'before' });
    await vaultOn(keys, oldKey).destroy('a');

    const sealed = await here.seal({ organizationId: 'a', place, text: 'after' });

    expect(await vaultOn(keys, oldKey).open({ organizationId: 'a', place, sealed })).toBe('after');
  });

  it('names the key that is missing', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const sealed = await vaultOn(keys, oldKey).seal({ organizationId: 'a', place, text: 'token' });

    const opened = vaultOn(keys, newKey).open({ organizationId: 'a', place, sealed });

    await expect(opened).rejects.toMatchObject({ code: 'not_configured', message: expect.stringContaining('"old"') });
  });

  it('says that keys are not configured when there are none', async () => {
    const sealed = vaultOn(makeMemoryWrappedKeyStore()).seal({ organizationId: 'a', place, text: 'token' });

    await expect(sealed).rejects.toMatchObject({ code: 'not_configured' });
  });
});

describe('rotation', () => {
  it('lets the old key go, and changes no sealed text', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const before = vaultOn(keys, oldKey);
    const sealed = await before.seal({ organizationId: 'a', place, text: 'token' });

    const counts = await rotateTenantKeys({ ring: makeKeyRing([newKey, oldKey]), keys });

    expect(counts).toEqual({ tenants: 1, rewrapped: 1, alreadyNewest: 0, withoutKey: 0 });
    expect(await vaultOn(keys, newKey).open({ organizationId: 'a', place, sealed })).toBe('token');
    expect(await before.open({ organizationId: 'a', place, sealed })).toBe('token');
  });

  it('does nothing the second time and counts erased tenants', async () => {
    const keys = makeMemoryWrappedKeyStore();
    const vault = vaultOn(keys, newKey, oldKey);
    await vault.seal({ organizationId: 'a', place, text: 'token' });
    await vault.seal({ organizationId: 'b', place, text: 'token' });
    await vault.destroy('b');

    const counts = await rotateTenantKeys({ ring: makeKeyRing([newKey, oldKey]), keys });

    expect(counts).toEqual({ tenants: 2, rewrapped: 0, alreadyNewest: 1, withoutKey: 1 });
  });

  it('stops with the name of a key it lacks', async () => {
    const keys = makeMemoryWrappedKeyStore();
    await vaultOn(keys, oldKey).seal({ organizationId: 'a', place, text: 'token' });

    const rotated = rotateTenantKeys({ ring: makeKeyRing([newKey]), keys });

    await expect(rotated).rejects.toMatchObject({ code: 'not_configured', message: expect.stringContaining('"old"') });
  });
});
