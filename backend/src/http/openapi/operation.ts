import type { z } from 'zod';

/** One route as our OpenAPI document describes it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With `{names}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** How a caller proves who it is; none for what is public. */
  readonly security?: 'jwt' | 'hubspot' | 'metrics';
  readonly query?: z.ZodObject;
  /** Header parameters by name, each with what it is for. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType;
  /** Shapes of JSON answers by status; null: an answer without JSON. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
}
