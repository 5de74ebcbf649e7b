import express, { type Router } from 'express';
import { z } from 'zod';
import { parseBody } from '../http/api-route.ts';
import { faultRequestSchema } from '../http/faults.ts';
import { sandboxSettingsSchema } from '../state/sandbox-settings.ts';
import { type ControlParts, readJson } from './control-parts.ts';

/** What was asked of HubSpot, and how it shall misbehave: journal, token calls, conformance, faults, clock, settings. */
export function makeObserveRouter(parts: ControlParts): Router {
  const router = express.Router();
  const { state, journal, faults, conformance } = parts;

  router.get('/requests', (request, response) => {
    const requests = journal.list(Number(request.query.since ?? 0));
    // With their bodies the requests of a long run are more than one answer holds.
    const hasBodies = request.query.bodies !== 'false';
    response.json({ requests: hasBodies ? requests : requests.map(({ body: _, ...request }) => request) });
  });
  router.delete('/requests', (_request, response) => {
    journal.clear();
    response.status(204).end();
  });
  router.get('/token-calls', (_request, response) => {
    response.json({ calls: state.oauth.calls });
  });
  router.get('/callbacks', (_request, response) => {
    response.json({ callbacks: state.callbacks });
  });
  router.get('/conformance', (_request, response) => {
    response.json({ isChecking: conformance.isChecking, ...conformance.report() });
  });
  router.delete('/conformance', (_request, response) => {
    conformance.clear();
    response.status(204).end();
  });
  router.get('/faults', (_request, response) => {
    response.json({ faults: faults.list() });
  });
  router.post('/faults', (request, response) => {
    faults.add(readJson(faultRequestSchema, request));
    response.status(201).json({ faults: faults.list() });
  });
  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });
  router.post('/clock', (request, response) => {
    state.clock.advance(readJson(z.object({ advanceMs: z.number() }), request).advanceMs);
    response.json({ now: new Date(state.clock.nowMs()).toISOString() });
  });
  router.get('/settings', (_request, response) => {
    response.json(state.settings);
  });
  router.put('/settings', (request, response) => {
    state.settings = readJson(sandboxSettingsSchema, request);
    response.json(state.settings);
  });
  router.patch('/settings', (request, response) => {
    const changes = readJson(z.record(z.string(), z.unknown()), request);
    state.settings = parseBody(sandboxSettingsSchema, { ...state.settings, ...changes });
    response.json(state.settings);
  });
  router.put('/latency', (request, response) => {
    const latency = readJson(sandboxSettingsSchema.shape.latency, request);
    state.settings = { ...state.settings, latency };
    response.json(latency);
  });
  return router;
}
