/** The private edition's function inside HubSpot: carries a card's request to the SmartSync backend, signed. */
import { parseCardRequest } from './card-request.ts';
import { type FunctionReply, refuse } from './function-reply.ts';
import { readFunctionSecrets } from './function-secrets.ts';
import { readPortalId } from './read-portal-id.ts';
import { signRequest } from './sign-request.ts';

/** HubSpot ends a function after 15 s; the backend answers a slow run after 10 s with 202. */
const TIMEOUT_MS = 13_000;

/**
 * Entry point of HubSpot's runtime (`exports.main`).
 *
 * The portal comes from the app's own access token, so no browser can name another one. HubSpot tells a function
 * nothing that proves who clicked, so the request carries no user, and the backend takes it for nobody's admin.
 *
 * @param context `parameters` are what the card gave to `hubspot.serverless`: anybody who sees the card can change them
 * @returns the backend's status and body as text, or a refusal in the backend's own form
 * @throws when the backend or HubSpot's API does not answer in time: the card then says that nothing was changed
 */
export async function main(context: { readonly parameters?: unknown }): Promise<FunctionReply> {
  const secrets = readFunctionSecrets(process.env);
  if (secrets.kind === 'missing') {
    return refuse(
      503,
      'not_configured',
      `An admin of this app must set ${secrets.names.join(', ')} with hs secret add.`,
    );
  }
  const request = parseCardRequest(context.parameters, secrets.backendOrigin);
  if (request === undefined) return refuse(404, 'not_found', 'This function serves the requests of the card only.');
  const portalId = await readPortalId(secrets.accessToken, secrets.hubspotApiUrl);
  if (portalId === undefined) {
    return refuse(503, 'not_configured', "HubSpot refused the app's own access token. Install the app again.");
  }
  request.url.searchParams.set('portalId', String(portalId));
  const { method, body } = request;
  const url = request.url.href;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'Content-Type': 'application/json',
      ...signRequest({ method, url, body: body ?? '', clientSecret: secrets.clientSecret, nowMs: Date.now() }),
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: await response.text() };
}
