import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { RefusedAddressError } from './errors.ts';

/** A page beyond this is cut, counted after decompression. */
export const MAX_BODY_BYTES = 1_000_000;

const DECODERS = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };
type Encoding = keyof typeof DECODERS;

/**
 * Reads at most `MAX_BODY_BYTES` of a body, counted after decompression: a small file that unpacks to gigabytes is cut
 * as soon as it passes the limit. Fails when the body breaks off or its encoding is not known.
 */
export async function readBody(body: Readable, encoding: string): Promise<Buffer> {
  const source = decode(body, encoding.trim().toLowerCase());
  const chunks: Buffer[] = [];
  let left = MAX_BODY_BYTES;
  try {
    for await (const chunk of source) {
      const bytes = Buffer.from(chunk).subarray(0, left);
      chunks.push(bytes);
      left -= bytes.length;
      if (left === 0) break;
    }
  } finally {
    dropBody(body);
  }
  return Buffer.concat(chunks);
}

/** Ends a body that nobody reads on; its complaint about that is of no interest. */
export function dropBody(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}

function decode(body: Readable, encoding: string): Readable {
  if (encoding === '' || encoding === 'identity') return body;
  if (!isKnown(encoding)) {
    dropBody(body);
    throw new RefusedAddressError('the website sends an encoding that is not known');
  }
  const decoder = DECODERS[encoding]();
  body.once('error', (error) => decoder.destroy(error));
  return body.pipe(decoder);
}

function isKnown(encoding: string): encoding is Encoding {
  return Object.hasOwn(DECODERS, encoding);
}
