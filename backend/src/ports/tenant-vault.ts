/**
 * Seals secrets under the data key of a tenant.
 *
 * Contract for implementers:
 * - the first `seal` for an organisation makes its data key; what one process seals, every process with the keys opens;
 * - a sealed text opens only for the organisation and place it was sealed for; moved, cut or changed text throws `internal`;
 * - a key that is not there any more throws `not_configured` naming the key's id, never key material;
 * - after `destroy` nothing that was sealed for the organisation can be opened again, by any process.
 */
export interface TenantVault {
  seal(input: SealedPlace & { readonly text: string }): Promise<string>;
  open(input: SealedPlace & { readonly sealed: string }): Promise<string>;
  destroy(organizationId: string): Promise<void>;
}

/** Whose secret, and where it is stored: `<table>.<column>:<row>`. Both are part of what is authenticated. */
export interface SealedPlace {
  readonly organizationId: string;
  readonly place: string;
}

/** The data key of a tenant, wrapped. `keyId` names the data key itself and survives re-wrapping. */
export interface WrappedKey {
  readonly keyId: string;
  readonly wrapped: string;
}

/**
 * Where wrapped data keys are kept, one an organisation.
 *
 * Contract: `insertIfAbsent` answers the row that is there afterwards, whoever wrote it; `rewrap` replaces only the text
 * it read before and answers false when it is another by now; `listOrganizationIds` names every organisation ever installed.
 */
export interface WrappedKeyStore {
  find(organizationId: string): Promise<WrappedKey | undefined>;
  insertIfAbsent(organizationId: string, key: WrappedKey): Promise<WrappedKey>;
  rewrap(organizationId: string, change: { readonly before: string; readonly after: string }): Promise<boolean>;
  remove(organizationId: string): Promise<void>;
  listOrganizationIds(): Promise<readonly string[]>;
}
