import type { ErrorRequestHandler } from 'express';
import { HubSpotError } from './hubspot-error.ts';

/** Answers what a route of the sandbox has thrown: a refusal as it is, anything else as a 500 that names the fault. */
export const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  if (error instanceof HubSpotError) {
    response.status(error.status).json(error.toBody());
    return;
  }
  const status = isClientFault(error) ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  // A 500 is a fault of the sandbox itself; its developer reads this terminal.
  if (status === 500) console.error(error);
  response.status(status).json(new HubSpotError(status, 'SANDBOX_FAULT', message).toBody());
};

/** Express marks unreadable bodies with the status they deserve. */
function isClientFault(error: unknown): error is { status: number } {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}
