import type { BulkSelection } from '../../domain/bulk/bulk-run.ts';
import { contactIdentityOf } from '../../domain/company/identify-company.ts';
import type { ObjectType } from '../../domain/portal/settings.ts';
import type { BulkCrm } from '../../ports/bulk-crm.ts';
import type { BulkStore } from '../../ports/bulk-store.ts';
import type { CrmSession } from '../../ports/crm.ts';

/** So many chosen records are looked at, of a list or of all the first page; the forecast believes the rest to be alike. */
const SAMPLE = 1_000;
/** Contacts without a company whose address is looked at. */
const ADDRESSES = 200;

/** How many companies stand behind records, each a share of them. */
export interface CompanySample {
  /** Companies a record, 0 to 1. */
  readonly companies: number;
  /** Companies a record that the account never enriched a record of, 0 to 1: each costs one question to the model. */
  readonly newCompanies: number;
}

/**
 * Looks at the first records of a selection: which companies they belong to, and which of these are new to us.
 *
 * A contact without a company counts by the domain of its business address, one without either not at all.
 */
export async function sampleCompanies(
  deps: { readonly crm: BulkCrm; readonly bulk: BulkStore },
  session: CrmSession,
  of: { readonly objectType: ObjectType; readonly selection: BulkSelection; readonly records: number },
): Promise<CompanySample> {
  const { objectType, records } = of;
  const objectIds = (await firstIds(deps.crm, session, of)).slice(0, Math.min(records, SAMPLE));
  if (objectIds.length === 0) return { companies: 0, newCompanies: 0 };
  const { organizationId } = session;
  if (objectType === 'companies') {
    const known = await deps.bulk.countKnownCompanies(organizationId, objectIds);
    return { companies: 0, newCompanies: (objectIds.length - known) / objectIds.length };
  }
  const byRecord = await deps.crm.readCompanyIds(session, objectType, objectIds);
  const companyIds = [...new Set(byRecord.values())];
  const alone = objectIds.filter((id) => !byRecord.has(id));
  const domains = objectType === 'contacts' ? await countDomains(deps.crm, session, alone) : 0;
  const known = companyIds.length === 0 ? 0 : await deps.bulk.countKnownCompanies(organizationId, companyIds);
  return {
    companies: companyIds.length / objectIds.length,
    newCompanies: (companyIds.length - known + domains) / objectIds.length,
  };
}

async function firstIds(
  crm: BulkCrm,
  session: CrmSession,
  { objectType, selection }: { readonly objectType: ObjectType; readonly selection: BulkSelection },
): Promise<readonly string[]> {
  if (selection.kind === 'records') return selection.objectIds;
  const page =
    selection.kind === 'list'
      ? await crm.listMembers(session, selection.listId, null)
      : await crm.listRecords(session, objectType, null);
  return page.objectIds;
}

async function countDomains(crm: BulkCrm, session: CrmSession, contactIds: readonly string[]): Promise<number> {
  const objectIds = contactIds.slice(0, ADDRESSES);
  if (objectIds.length === 0) return 0;
  const wanted = { objectType: 'contacts', objectIds, properties: ['email'], associations: [] } as const;
  const found = await crm.searchRecords(session, wanted);
  const domains = [...found.values()].flatMap(({ properties }) => contactIdentityOf(properties).domain ?? []);
  return (new Set(domains).size / objectIds.length) * contactIds.length;
}
