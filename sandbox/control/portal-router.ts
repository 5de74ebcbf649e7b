import express, { type Router } from 'express';
import { z } from 'zod';
import { proxyRequestSchema } from '../delivery/proxy-fetch.ts';
import { uninstallApp } from '../oauth/issue-tokens.ts';
import { appRegistrationSchema } from '../state/app-registration.ts';
import { OBJECT_TYPE_IDS } from '../state/object-types.ts';
import { writeRuleSchema } from '../state/write-rule.ts';
import { type ControlParts, getPortal, readJson } from './control-parts.ts';

const listSchema = z.object({
  name: z.string(),
  objectTypeId: z.enum(OBJECT_TYPE_IDS),
  recordIds: z.array(z.string()),
});
const portalIdSchema = z.object({ portalId: z.number() });

/** Portals and the app in them: who is there, what is installed, what `hubspot.fetch` answers. */
export function makePortalRouter(parts: ControlParts): Router {
  const router = express.Router();
  const { state } = parts;

  router.get('/portals', (_request, response) => {
    const portals = [...state.portals.values()].map(({ id, name, timeZone, installed, users }) => ({
      id,
      name,
      timeZone,
      installed,
      users,
    }));
    response.json({ portals });
  });

  router.get('/app', (_request, response) => {
    response.json({ app: state.app ?? null });
  });

  router.put('/app', (request, response) => {
    state.app = readJson(appRegistrationSchema, request);
    response.json({ app: state.app });
  });

  router.put('/portals/:portalId/write-rules', (request, response) => {
    const portal = getPortal(parts, request);
    portal.writeRules = readJson(z.object({ rules: z.array(writeRuleSchema) }), request).rules;
    response.json({ rules: portal.writeRules });
  });

  router.put('/portals/:portalId/lists/:listId', (request, response) => {
    const portal = getPortal(parts, request);
    const { listId } = request.params;
    const list = { ...readJson(listSchema, request), listId, createdAtMs: state.clock.nowMs() };
    portal.lists.set(listId, list);
    response.json({ list });
  });

  router.post('/portals/:portalId/fetch', async (request, response) => {
    const portal = getPortal(parts, request);
    response.json(await parts.proxyFetch(portal, readJson(proxyRequestSchema, request)));
  });

  router.post('/uninstall', (request, response) => {
    uninstallApp(state, readJson(portalIdSchema, request).portalId);
    response.status(204).end();
  });

  router.post('/expire-tokens', (request, response) => {
    const { portalId } = readJson(portalIdSchema, request);
    for (const token of state.oauth.accessTokens.values()) {
      if (token.portalId === portalId && token.kind === 'oauth') token.expiresAtMs = state.clock.nowMs();
    }
    response.status(204).end();
  });
  return router;
}
