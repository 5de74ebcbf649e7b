import { Router } from 'express';
import { z } from 'zod';
import { reportUsage } from '../../../domain/model-usage/report-usage.ts';
import type { DayOfWork } from '../../../ports/portal-figures.ts';
import { type DashboardRouteDeps, dashboardRoute } from '../../dashboard-route.ts';
import { parseInput } from '../../parse-input.ts';

/** What the usage route needs. */
export interface UsageRoutesDeps {
  readonly dashboard: DashboardRouteDeps;
  readonly listDays: (tenantId: string, days: number) => Promise<readonly DayOfWork[]>;
  /** Model tokens a day that the organisation allows; null: no limit. */
  readonly readTokenLimit: (tenantId: string) => Promise<number | null>;
}

const querySchema = z.object({
  days: z.coerce.number({ error: 'must be a number from 1 to 90' }).int().min(1).max(90).default(30),
});

/** What was done and what the model cost, by day. */
export function usageRoutes(deps: UsageRoutesDeps): Router {
  const router = Router();
  router.get(
    '/usage',
    ...dashboardRoute(deps.dashboard, async ({ tenantId }, request, response) => {
      const { days } = parseInput(querySchema, request.query);
      if (tenantId === undefined) {
        response.json({ days: [], tokenLimit: null });
        return;
      }
      const [worked, tokenLimit] = await Promise.all([deps.listDays(tenantId, days), deps.readTokenLimit(tenantId)]);
      response.json({ days: worked.map((day) => showDay(day, tokenLimit)), tokenLimit });
    }),
  );
  return router;
}

function showDay({ day, models, runs, hubspotCalls }: DayOfWork, tokenLimit: number | null): object {
  const { calls, tokens, costUsd } = reportUsage({ day, models, reservedTokens: 0 }, tokenLimit);
  return { day, runs, hubspotCalls, modelCalls: calls, modelTokens: tokens, costUsd };
}
