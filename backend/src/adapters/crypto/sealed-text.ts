import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';

/** A key with the name that is written beside everything it seals. */
export interface NamedKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

const VERSION = 'v1';
/** NIST SP 800-38D: 96 random bits; a tenant seals a few thousand texts in its life, far below the 2^32 bound. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts bytes with AES-256-GCM.
 *
 * @param context what the text belongs to; opening it for anything else fails
 * @returns `v1.<key id>.<base64url of iv, tag, ciphertext>`
 */
export function sealBytes(key: NamedKey, context: string, plain: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.key, iv);
  cipher.setAAD(additionalData(key.id, context));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return `${VERSION}.${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

/** Opens what `sealBytes` made. Throws `internal` when the text was changed, cut, or belongs to something else. */
export function openBytes(key: NamedKey, context: string, sealed: string): Buffer {
  const { keyId, body } = parseSealed(sealed);
  const bytes = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(additionalData(keyId, context));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    const message = `a stored secret (${context}, key ${keyId}) was changed or belongs to another row; connect the portal again`;
    throw new AppError('internal', message, {}, { cause });
  }
}

/** Reads the key's name off a sealed text. Throws `internal` for a text that is none. */
export function readKeyId(sealed: string): string {
  return parseSealed(sealed).keyId;
}

function parseSealed(sealed: string): { readonly keyId: string; readonly body: string } {
  const [version, keyId, body, ...rest] = sealed.split('.');
  if (version !== VERSION || !keyId || body === undefined || rest.length > 0) {
    throw new AppError('internal', 'a stored secret is not in the form v1.<key id>.<data>; connect the portal again');
  }
  return { keyId, body };
}

/** The key's name is authenticated too: nobody can make us try another key. */
function additionalData(keyId: string, context: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${context}`, 'utf8');
}
