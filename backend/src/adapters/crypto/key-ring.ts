import { AppError } from '../../domain/errors.ts';
import { type NamedKey, openBytes, readKeyId, sealBytes } from './sealed-text.ts';

/** The operator's keys: the newest seals, all open. */
export interface KeyRing {
  seal(context: string, plain: Buffer): string;
  open(context: string, sealed: string): Buffer;
  /** Tells whether a text was sealed by the newest key. */
  isNewest(sealed: string): boolean;
}

/**
 * Makes a ring of the keys of ENCRYPTION_KEYS, newest first.
 *
 * An empty ring throws `not_configured` when it is used, not when it is made: a portal in private-app mode needs none.
 */
export function makeKeyRing(keys: readonly NamedKey[]): KeyRing {
  const byId = new Map(keys.map((key) => [key.id, key]));
  const newest = () => {
    const key = keys[0];
    if (key === undefined) {
      throw new AppError('not_configured', 'ENCRYPTION_KEYS is not set: tokens cannot be stored without a key');
    }
    return key;
  };
  return {
    seal: (context, plain) => sealBytes(newest(), context, plain),
    open(context, sealed) {
      const keyId = readKeyId(sealed);
      const key = byId.get(keyId);
      if (key === undefined) {
        const message = `encryption key "${keyId}" is needed but not in ENCRYPTION_KEYS; put it back, then run: npm run keys:rotate`;
        throw new AppError('not_configured', message);
      }
      return openBytes(key, context, sealed);
    },
    isNewest: (sealed) => readKeyId(sealed) === newest().id,
  };
}
