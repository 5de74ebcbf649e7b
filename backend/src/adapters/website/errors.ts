import { AppError } from '../../domain/errors.ts';

/** An address that we never connect to; the message says why and is fit to be shown. */
export class RefusedAddressError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'RefusedAddressError';
  }
}

/** Finds our own refusal inside what the HTTP client threw; undefined when it failed for another reason. */
export function refusalIn(error: unknown): RefusedAddressError | undefined {
  if (error instanceof RefusedAddressError) return error;
  if (error instanceof AggregateError) return error.errors.map(refusalIn).find(Boolean);
  return error instanceof Error && error.cause !== undefined ? refusalIn(error.cause) : undefined;
}

/** Turns whatever a website's server, its name server or the network did into the product's error. */
export function toWebsiteError(error: unknown, address: string): AppError {
  if (error instanceof AppError) return error;
  const { hostname } = new URL(address);
  return new AppError(
    'upstream_unavailable',
    `The website ${hostname} did not answer. Try again later.`,
    {},
    { cause: error },
  );
}
