import { hubspot } from '@hubspot/ui-extensions';
import { z } from 'zod';
import type { FetchLike } from '../../contract/client.ts';

/** Uid of the function in `functions/backend-proxy-hsmeta.json`. */
const FUNCTION_UID = 'oppspot_backend_proxy';

const replySchema = z.object({ status: z.number(), body: z.string() });

/**
 * How the card of the private edition reaches the backend: a function inside HubSpot that signs the request.
 *
 * HubSpot's limit of 15 s for a function stands in place of `timeout`.
 *
 * @throws when the function failed; the client takes that for an unreachable backend
 */
export const send: FetchLike = async (url, options = {}) => {
  const { pathname, search } = new URL(url);
  const { method = 'GET', body } = options;
  const reply: unknown = await hubspot.serverless(FUNCTION_UID, {
    parameters: { method, path: `${pathname}${search}`, ...(body ? { body: JSON.stringify(body) } : {}) },
  });
  const { status, body: text } = replySchema.parse(reply);
  return { ok: status >= 200 && status < 300, status, json: async () => JSON.parse(text) };
};
