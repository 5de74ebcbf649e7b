/** One key of the ring: a short name and 32 bytes. */
export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

/** AES-256 keys have 32 bytes. */
const KEY_BYTES = 32;

/**
 * Reads `ENCRYPTION_KEYS` (`id:base64-32-bytes,…`, newest first).
 *
 * @returns the keys, and every problem in words that show no key material
 */
export function parseEncryptionKeys(text: string): { keys: EncryptionKey[]; problems: string[] } {
  const keys: EncryptionKey[] = [];
  const problems: string[] = [];
  const entries = text.split(',').map((entry) => entry.trim());
  for (const [index, entry] of entries.entries()) {
    const problem = readEntry(entry, keys);
    if (problem) problems.push(`ENCRYPTION_KEYS: entry ${index + 1} ${problem}`);
  }
  return { keys, problems };
}

function readEntry(entry: string, keys: EncryptionKey[]): string | undefined {
  const separator = entry.indexOf(':');
  const id = entry.slice(0, separator);
  if (separator < 1 || !/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
    return 'must look like id:base64-32-bytes, the id made of letters, digits, - and _';
  }
  const encoded = entry.slice(separator + 1);
  const key = Buffer.from(encoded, 'base64');
  const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded);
  if (!isBase64 || key.length !== KEY_BYTES) {
    return `("${id}") must hold ${KEY_BYTES} bytes in base64; make one with: openssl rand -base64 32`;
  }
  if (keys.some((known) => known.id === id)) return `repeats the id "${id}"; every key needs its own id`;
  if (keys.some((known) => known.key.equals(key)))
    return `("${id}") repeats another entry's key; every key must be new`;
  keys.push({ id, key });
  return undefined;
}
