import { AppError } from '../domain/errors.ts';
import type { ContactInput, SyncOptions } from '../domain/sync/sync-input.ts';
import { companyDomain, contactKey, normaliseEmail } from '../domain/sync/sync-key.ts';
import type { SyncResult } from '../domain/sync/sync-result.ts';
import { CONTACT_PROPERTIES, contactProperties } from '../domain/sync/synced-properties.ts';
import type { Integration } from '../ports/integration-store.ts';
import { enrichSynced } from './crm-sync/enrich-synced.ts';
import { findNamedCompany } from './crm-sync/find-named-company.ts';
import { findCompanyId, saveCompany } from './crm-sync/resolve-company.ts';
import { ENRICH_WAIT_MS, runSync } from './crm-sync/run-sync.ts';
import type { NamedCompany, SyncDeps, SyncedState, SyncWork } from './crm-sync/sync-work.ts';
import { createRecord, updateExisting } from './crm-sync/write-record.ts';

/** Which contact goes where. */
export interface SyncContactInput {
  readonly integration: Integration;
  readonly contact: ContactInput;
  readonly options: SyncOptions;
  /** Milliseconds; absent: as long as a single call waits. */
  readonly enrichWaitMs?: number;
}

/**
 * Syncs one contact, known by its address: creates or updates it, puts it to its company, and enriches it.
 *
 * What people typed in the CRM stays. Repeating it changes nothing, also after a lost answer and at the same moment.
 *
 * @returns the record's id, or why it was not done; never throws for that
 */
export function syncContact(deps: SyncDeps, input: SyncContactInput): Promise<SyncResult> {
  const { integration, contact, options, enrichWaitMs = ENRICH_WAIT_MS } = input;
  const subject = { email: contact.email, domains: [] };
  return runSync(deps, { integration, options, syncType: 'contact', enrichWaitMs, subject }, async (work) => {
    const company = await findNamedCompany(deps, contact.companyId);
    const saved = await saveContact(deps, work, contact);
    await associate(deps, work, { contact, company, contactId: saved.state.crmRecordId, companyIds: saved.companyIds });
    const record = { objectType: 'contacts', objectId: saved.state.crmRecordId, company } as const;
    return { state: saved.state, enriched: await enrichSynced(deps, work, record) };
  });
}

interface SavedContact {
  readonly state: SyncedState;
  /** Companies that the contact has already. */
  readonly companyIds: readonly string[];
}

/** A contact that is deleted or made in between sends us back to the start. */
const MAX_TRIES = 3;

async function saveContact(deps: SyncDeps, work: SyncWork, contact: ContactInput): Promise<SavedContact> {
  const email = normaliseEmail(contact.email);
  const { tenantId, session } = work;
  const keys = { tenantId, objectType: 'contacts', sourceKey: contactKey(tenantId, email), externalId: null } as const;
  const values = contactProperties(contact);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const record = await deps.syncCrm.findContactByEmail(session, { email, properties: CONTACT_PROPERTIES });
    if (record) {
      const known = await deps.syncs.find(keys);
      const state = await updateExisting(deps, work, keys, { record, known }, values);
      if (state) return { state, companyIds: record.associations.companies ?? [] };
      continue;
    }
    const created = await createRecord(deps, work, keys, values, (properties) =>
      deps.syncCrm.createContact(session, { email, properties }),
    );
    if (created.kind === 'created') return { state: created.state, companyIds: [] };
  }
  throw new AppError('upstream_unavailable', 'This contact is being changed by somebody else. Try again in a moment.');
}

/** Puts the contact to the company that it names; one that nobody named is not made. */
async function associate(
  deps: SyncDeps,
  work: SyncWork,
  input: {
    readonly contact: ContactInput;
    readonly company: NamedCompany;
    readonly contactId: string;
    readonly companyIds: readonly string[];
  },
): Promise<void> {
  const { contact, company, contactId, companyIds } = input;
  const name = contact.company?.trim() || (company.kind === 'known' ? company.name : '');
  const externalId = company.kind === 'none' ? null : company.id;
  if (name === '' && externalId === null) return;
  const wanted = { name, domain: companyDomain(contact.email), externalId };
  const companyId = await companyIdOf(deps, work, wanted);
  if (companyId === undefined || companyIds.includes(companyId)) return;
  await deps.syncCrm.associateContact(work.session, { contactId, companyId });
}

async function companyIdOf(deps: SyncDeps, work: SyncWork, wanted: Parameters<typeof saveCompany>[2]) {
  const found = await findCompanyId(deps, work, wanted);
  if (found !== undefined || wanted.name === '') return found;
  const values = { name: wanted.name, ...(wanted.domain === undefined ? {} : { domain: wanted.domain }) };
  return (await saveCompany(deps, work, wanted, values)).crmRecordId;
}
