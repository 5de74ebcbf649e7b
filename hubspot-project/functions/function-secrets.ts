/** What the function needs to know; HubSpot puts secrets into the environment. */
export type FunctionSecrets =
  | {
      readonly kind: 'ready';
      /** Made and renewed by HubSpot for the account in which the app is installed. */
      readonly accessToken: string;
      /** The same as `PUBLIC_URL` of the backend, without a path. */
      readonly backendOrigin: string;
      /** The same as `HUBSPOT_CLIENT_SECRET` of the backend. */
      readonly clientSecret: string;
      readonly hubspotApiUrl: string;
    }
  | { readonly kind: 'missing'; readonly names: readonly string[] };

const NAMES = ['PRIVATE_APP_ACCESS_TOKEN', 'SMARTSYNC_BACKEND_ORIGIN', 'SMARTSYNC_CLIENT_SECRET'] as const;

/** Reads the secrets, or names those that are missing; an empty one counts as missing. */
export function readFunctionSecrets(environment: Readonly<Record<string, string | undefined>>): FunctionSecrets {
  const [accessToken, backendOrigin, clientSecret] = NAMES.map((name) => environment[name]);
  if (!accessToken || !backendOrigin || !clientSecret) {
    return { kind: 'missing', names: NAMES.filter((name) => !environment[name]) };
  }
  const hubspotApiUrl = environment.HUBSPOT_API_URL || 'https://api.hubapi.com';
  return { kind: 'ready', accessToken, backendOrigin, clientSecret, hubspotApiUrl };
}
