import { timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import { sha256Hex } from '../../lib/random-token.ts';
import type { Readiness } from '../../ports/readiness.ts';

/** What the operations routes need. */
export interface OperationsDeps {
  readonly readiness: Readiness;
  readonly metrics: { readonly contentType: string; read(): Promise<string> };
  /** undefined: metrics are switched off. */
  readonly metricsToken: string | undefined;
  /** What is switched off for want of configuration, in words. */
  readonly configurationNotes: readonly string[];
}

/** `/healthz` (the process lives), `/readyz` (it may take requests), `/metrics` (Prometheus, bearer token). */
export function operationsRoutes(deps: OperationsDeps): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok', notes: deps.configurationNotes });
  });
  router.get('/readyz', async (_request, response) => {
    const checks = await deps.readiness.check();
    const isReady = checks.every((check) => check.ok);
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not_ready', checks });
  });
  router.get('/metrics', async (request, response) => {
    if (deps.metricsToken === undefined) throw new AppError('not_configured', 'Set METRICS_TOKEN to read metrics.');
    if (!isBearer(request.headers.authorization, deps.metricsToken)) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      throw new AppError('unauthenticated', 'Send the METRICS_TOKEN as bearer token.');
    }
    response.type(deps.metrics.contentType).send(await deps.metrics.read());
  });
  return router;
}

/** Compares hashes, so that neither length nor content shows in the time it takes. */
function isBearer(header: string | undefined, token: string): boolean {
  return timingSafeEqual(Buffer.from(sha256Hex(header ?? '')), Buffer.from(sha256Hex(`Bearer ${token}`)));
}
