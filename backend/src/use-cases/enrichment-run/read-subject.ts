import type { CompanyIdentity } from '../../domain/company/company.ts';
import { companyIdentityOf, contactIdentityOf, IDENTITY_PROPERTIES } from '../../domain/company/identify-company.ts';
import { COMPANY_NUMBER_PROPERTY, OPPSPOT_PROPERTIES } from '../../domain/enrichment/oppspot-properties.ts';
import { valueSetByOthers } from '../../domain/enrichment/who-set-value.ts';
import { ENGAGEMENT_PROPERTIES } from '../../domain/evidence/describe-engagement.ts';
import type { ObjectType, PortalSettings } from '../../domain/portal/settings.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import type { Crm, CrmRecord, ReadRecordInput } from '../../ports/crm.ts';
import type { RunState, Subject } from './run-state.ts';

/** What a record's company says about itself is read again after this time; `refresh` reads it at once. */
const IDENTITY_FRESH_MS = 24 * 3_600_000;

const NAME_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['firstname', 'lastname', 'hubspot_owner_id'],
  companies: ['hubspot_owner_id'],
  deals: ['dealname', 'dealstage', 'pipeline', 'hubspot_owner_id'],
};

/** What the step touches. */
export interface ReadSubjectDeps {
  readonly crm: Crm;
  /** Ids under which our writes appear in HubSpot's property history. */
  readonly ownSourceIds: readonly string[];
}

/**
 * Reads the record and finds out which company it says it belongs to: one read, and a second one for the associated
 * company only when that was not read within a day.
 *
 * @returns undefined when the record is gone
 */
export async function readSubject(deps: ReadSubjectDeps, run: RunState): Promise<Subject | undefined> {
  const record = await readRecord(deps, run);
  if (!record) return undefined;
  if (record.objectType === 'companies') {
    const { properties: current, history } = record;
    const provenance = {
      current,
      history,
      written: run.context.memory?.written ?? {},
      ownSourceIds: deps.ownSourceIds,
    };
    const identity = companyIdentityOf(current, valueSetByOthers(COMPANY_NUMBER_PROPERTY, provenance));
    return { record, identity, identityCompanyId: null, identityReadAt: run.startedAt };
  }
  const companyId = record.associations.companies?.[0];
  return companyId === undefined
    ? subjectWithoutCompany(deps, run, record)
    : subjectOfCompany(deps, run, record, companyId);
}

async function readRecord(deps: { readonly crm: Crm }, run: RunState): Promise<CrmRecord | undefined> {
  const { objectType, objectId } = run.context.request;
  return deps.crm.readRecord(run.session, { objectId, ...wantedOfRecord(run.context.settings, objectType) });
}

type Wanted = Omit<ReadRecordInput, 'objectId'>;

/** Records of a bulk run have the very same mappings: what follows from them is worked out once. */
const wantedBefore = new WeakMap<PortalSettings['fields'][ObjectType], Map<string, Wanted>>();

/** What a run reads of its record: what says which company it means, what happened with it, and what may be written. */
export function wantedOfRecord(settings: PortalSettings, objectType: ObjectType): Wanted {
  const mappings = settings.fields[objectType];
  const before = wantedBefore.get(mappings) ?? new Map<string, Wanted>();
  wantedBefore.set(mappings, before);
  const { hubspotActivity } = settings.sources;
  return getOrMake(before, `${objectType}:${hubspotActivity}`, () => {
    const targets = mappings.map(({ target }) => target);
    const ours = [...new Set([...OPPSPOT_PROPERTIES.map(({ name }) => name), ...targets])];
    const own = objectType === 'deals' ? [] : IDENTITY_PROPERTIES[objectType];
    const engagement = hubspotActivity ? ENGAGEMENT_PROPERTIES[objectType] : [];
    return {
      objectType,
      properties: [...new Set([...own, ...NAME_PROPERTIES[objectType], ...engagement, ...ours])],
      propertiesWithHistory: ours,
      associations: objectType === 'companies' ? [] : ['companies'],
    };
  });
}

async function subjectOfCompany(
  deps: { readonly crm: Crm },
  run: RunState,
  record: CrmRecord,
  companyId: string,
): Promise<Subject> {
  const remembered = rememberedIdentity(run, companyId);
  if (remembered) return { record, identityCompanyId: companyId, ...remembered };
  const company = await deps.crm.readRecord(run.session, {
    objectType: 'companies',
    objectId: companyId,
    properties: IDENTITY_PROPERTIES.companies,
    propertiesWithHistory: [],
    associations: [],
  });
  const identity = company ? companyIdentityOf(company.properties) : ownIdentity(record);
  return { record, identity, identityCompanyId: companyId, identityReadAt: run.startedAt };
}

/** A contact without a company: the account may still have the company under the contact's e-mail domain. */
async function subjectWithoutCompany(deps: { readonly crm: Crm }, run: RunState, record: CrmRecord): Promise<Subject> {
  const own = ownIdentity(record);
  const knownId = run.context.memory?.identityCompanyId ?? null;
  const remembered = rememberedIdentity(run, knownId);
  if (remembered && remembered.identity.domain === own.domain) {
    return {
      record,
      identityCompanyId: knownId,
      ...remembered,
      identity: knownId === null ? own : remembered.identity,
    };
  }
  const found =
    own.domain === undefined
      ? []
      : await deps.crm.findCompaniesByDomain(run.session, own.domain, IDENTITY_PROPERTIES.companies);
  const [company] = found;
  return company
    ? {
        record,
        identity: companyIdentityOf(company.properties),
        identityCompanyId: company.id,
        identityReadAt: run.startedAt,
      }
    : { record, identity: own, identityCompanyId: null, identityReadAt: run.startedAt };
}

function ownIdentity(record: CrmRecord): CompanyIdentity {
  return record.objectType === 'contacts' ? contactIdentityOf(record.properties) : {};
}

function rememberedIdentity(
  run: RunState,
  companyId: string | null,
): Pick<Subject, 'identity' | 'identityReadAt'> | undefined {
  const { memory, request } = run.context;
  if (request.refresh || !memory?.identity || memory.identityReadAt === null) return undefined;
  const ageMs = Date.parse(run.startedAt) - Date.parse(memory.identityReadAt);
  const isSame = memory.identityCompanyId === companyId && ageMs < IDENTITY_FRESH_MS;
  return isSame ? { identity: memory.identity, identityReadAt: memory.identityReadAt } : undefined;
}
