import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openBytes, readKeyId, sealBytes } from '../../../backend/src/adapters/crypto/sealed-text.ts';

const key = { id: 'k1', key: randomBytes(32) };
const secret = Buffer.from('pat-eu1-secret');

describe('sealed text', () => {
  it('opens to what was sealed', () => {
    const sealed = sealBytes(key, 'here', secret);

    expect(openBytes(key, 'here', sealed)).toEqual(secret);
  });

  it('names its version and key and hides the rest', () => {
    const sealed = sealBytes(key, 'here', secret);

    expect(sealed).toMatch(/^v1\.k1\.[A-Za-z0-9_-]+$/);
    expect(readKeyId(sealed)).toBe('k1');
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').includes(secret)).toBe(false);
  });

  it('differs every time', () => {
    expect(sealBytes(key, 'here', secret)).not.toBe(sealBytes(key, 'here', secret));
  });

  it('does not open somewhere else', () => {
    const sealed = sealBytes(key, 'tenant-1.access_token', secret);

    expect(() => openBytes(key, 'tenant-2.access_token', sealed)).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });

  it('does not open with another key, also under the same name', () => {
    const sealed = sealBytes(key, 'here', secret);

    expect(() => openBytes({ id: 'k1', key: randomBytes(32) }, 'here', sealed)).toThrow(/changed or belongs/);
  });

  it('does not open when any byte of it was changed', () => {
    const sealed = sealBytes(key, 'here', secret);
    const bytes = Buffer.from(sealed.split('.')[2] ?? '', 'base64url');

    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const text = `v1.k1.${changed.toString('base64url')}`;
      expect(() => openBytes(key, 'here', text), `byte ${index}`).toThrow(
        expect.objectContaining({ code: 'internal' }),
      );
    }
  });

  it.each(['', 'in clear', 'v2.k1.AAAA', 'v1.k1', 'v1..AAAA', 'v1.k1.AAAA.more', 'v1.k1.', 'v1.k1.AAAA'])(
    'refuses %j',
    (text) => {
      expect(() => openBytes(key, 'here', text)).toThrow(expect.objectContaining({ code: 'internal' }));
    },
  );

  it('shows neither key nor secret in an error', () => {
    const sealed = sealBytes(key, 'here', secret);
    const open = () => openBytes(key, 'there', sealed);

    expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret-') }));
    expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining(sealed.slice(6)) }));
  });
});
