import type { AppRegistration } from '../state/app-registration.ts';
import type { SandboxState } from '../state/sandbox-state.ts';

/** An authorize URL that HubSpot would show a consent page for. */
export interface AuthorizeRequest {
  readonly app: AppRegistration;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly optionalScopes: readonly string[];
  readonly state: string | undefined;
  readonly codeChallenge: { readonly value: string; readonly method: string } | undefined;
}

/** Checks the query of an authorize URL; the fault is a sentence for the page. */
export function checkAuthorize(
  state: SandboxState,
  query: URLSearchParams,
): { readonly request: AuthorizeRequest } | { readonly fault: string } {
  const { app } = state;
  if (app === undefined || query.get('client_id') !== app.clientId) {
    return { fault: `No app is registered with client_id "${query.get('client_id') ?? ''}".` };
  }
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!app.redirectUrls.includes(redirectUri)) {
    return {
      fault: `redirect_uri "${redirectUri}" is not one of the app's redirect URLs: ${app.redirectUrls.join(', ')}`,
    };
  }
  const scopes = splitScopes(query.get('scope'));
  const optionalScopes = splitScopes(query.get('optional_scope'));
  const registered = [...app.requiredScopes, ...app.conditionallyRequiredScopes, ...app.optionalScopes];
  const missing = app.requiredScopes.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    return { fault: `The URL must ask for the app's required scopes; missing: ${missing.join(', ')}` };
  const unknown = [...scopes, ...optionalScopes].filter((scope) => !registered.includes(scope));
  if (unknown.length > 0) return { fault: `These scopes are not in the app's settings: ${unknown.join(', ')}` };
  const challenge = query.get('code_challenge');
  return {
    request: {
      app,
      redirectUri,
      scopes,
      optionalScopes,
      state: query.get('state') ?? undefined,
      codeChallenge:
        challenge === null ? undefined : { value: challenge, method: query.get('code_challenge_method') ?? 'plain' },
    },
  };
}

function splitScopes(text: string | null): string[] {
  return (text ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
}
