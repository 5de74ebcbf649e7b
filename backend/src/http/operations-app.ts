import express, { type Express } from 'express';
import helmet from 'helmet';
import { AppError } from '../domain/errors.ts';
import type { Logger } from '../ports/logger.ts';
import { makeErrorHandler } from './error-response.ts';
import { giveRequestId } from './request-id.ts';
import { type OperationsDeps, operationsRoutes } from './routes/operations.ts';

/** Health, readiness and metrics alone, for a worker that answers no requests of users. */
export function makeOperationsApp(deps: OperationsDeps & { readonly logger: Logger }): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(giveRequestId);
  app.use(helmet());
  app.use(operationsRoutes(deps));
  app.use(() => {
    throw new AppError('not_found', 'A worker answers /healthz, /readyz and /metrics.');
  });
  app.use(makeErrorHandler(deps.logger));
  return app;
}
