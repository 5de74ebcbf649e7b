import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** Gives every request an id that its reply, its error and its log lines share; one sent by a proxy is not trusted. */
export function giveRequestId(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('X-Request-Id', randomUUID());
  next();
}

/** The id given above; `unknown` only when the middleware is missing. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader('X-Request-Id') ?? 'unknown');
}
