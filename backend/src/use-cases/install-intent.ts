/** What a person who goes to HubSpot's consent page came from, and where they want to be afterwards. */
export type InstallIntent =
  /** Installs the app; afterwards they read what to do next. */
  | { readonly kind: 'install' }
  /** Signs in to the dashboard, or connects an account for the organisation that they are signed in for. */
  | { readonly kind: 'dashboard'; readonly organizationId: string | null };

const DASHBOARD = /^[^.]+\.dashboard(?:\.([0-9a-f-]{36}))?$/;

/**
 * Writes the intent behind a random `state`. Only the hash of the whole is kept and it has to match on the way back, so
 * nobody can change the intent without the state becoming unknown.
 */
export function withIntent(randomState: string, intent: InstallIntent): string {
  if (intent.kind === 'install') return randomState;
  const organization = intent.organizationId === null ? '' : `.${intent.organizationId}`;
  return `${randomState}.dashboard${organization}`;
}

/** Reads the intent of a state; means something only once the state was consumed. */
export function readIntent(state: string): InstallIntent {
  const match = DASHBOARD.exec(state);
  return match ? { kind: 'dashboard', organizationId: match[1] ?? null } : { kind: 'install' };
}
