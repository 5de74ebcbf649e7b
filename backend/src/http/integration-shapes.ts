import { z } from 'zod';
import { fieldMappingSchema } from '../../../hubspot-project/contract/index.ts';
import { CRM_TYPES } from '../domain/sync/sync-result.ts';

/** Longest text of one value; HubSpot's own limit for a text property is 65,536. */
const MAX_TEXT = 2_000;
const text = (max = MAX_TEXT) => z.string({ error: 'must be a text' }).max(max, `takes at most ${max} characters`);
const name = (max = 500) => text(max).refine((value) => value.trim() !== '', { error: 'must not be empty' });
const amount = z.number({ error: 'must be a number' }).min(-1e15, 'is too small').max(1e15, 'is too large');

const email = z.email({ error: 'must be an e-mail address' }).max(254);
const companyId = text(64);

/** A value that may be left out; `null` says the same, for programs that send every field. */
const optional = <S extends z.ZodType>(shape: S) => shape.nullable().exactOptional();

/** What a program sent, without what it has no value of: only an empty text clears. */
function withoutNulls<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], null> } {
  const values = Object.entries(given).filter(([, value]) => value !== null);
  return Object.fromEntries(values) as { [K in keyof T]: Exclude<T[K], null> };
}

/** A contact to be synced. */
export const contactShape = z
  .object({
    email,
    firstName: optional(text(500)),
    lastName: optional(text(500)),
    company: optional(text(500)),
    companyId: optional(companyId),
    phone: optional(text(100)),
    title: optional(text(500)),
  })
  .transform(withoutNulls)
  .meta({ id: 'Contact', description: 'A contact, known by its e-mail address.' });

/** A company to be synced. */
export const companyShape = z
  .object({
    companyId: optional(companyId),
    name: name(),
    domain: optional(text(253)),
    industry: optional(text(200)),
    employeeCount: optional(amount.int('must be a whole number').min(0, 'must be 0 or more')),
    revenue: optional(amount),
    description: optional(text(5_000)),
  })
  .transform(withoutNulls)
  .meta({ id: 'Company', description: 'A company, known by its companyId, its domain or else its name.' });

/** How a sync is done. */
export const optionsShape = z
  .object({
    skipEnrichment: z.boolean().exactOptional(),
    priority: z.number({ error: 'must be a number from 1 to 10' }).int().min(1).max(10).exactOptional(),
  })
  .meta({ id: 'SyncOptions' });

const integrationId = z.string().max(64).exactOptional();
/** Hears a CRM that is not built, so that nothing goes to another one than the caller means. */
const crmType = z.enum(CRM_TYPES, { error: 'must be hubspot or salesforce' });

/** `POST /sync`: one contact or one company. */
export const syncRequestShape = z
  .discriminatedUnion(
    'entity_type',
    [
      z.object({
        integration_id: integrationId,
        crm_type: crmType.exactOptional(),
        entity_type: z.literal('contact'),
        contact: contactShape,
        options: optionsShape.exactOptional(),
      }),
      z.object({
        integration_id: integrationId,
        crm_type: crmType.exactOptional(),
        entity_type: z.literal('company'),
        company: companyShape,
        options: optionsShape.exactOptional(),
      }),
    ],
    { error: 'must be contact or company' },
  )
  .meta({ id: 'SyncRequest' });

/** Records that one batch takes (contract §6). */
const MAX_BATCH = 100;
const BATCH_PRIORITY = 3;
const batchOf = <S extends z.ZodType>(shape: S) =>
  z.array(shape, { error: 'must be a list' }).min(1, 'needs at least one').max(MAX_BATCH, `takes at most ${MAX_BATCH}`);

/** Records of one batch, each still to be checked. */
export const recordsShape = batchOf(z.unknown());
/** As for one record, but cards and single calls of the account go first unless the caller says otherwise. */
export const batchOptionsShape = optionsShape.transform((given) => ({ priority: BATCH_PRIORITY, ...given }));

/** `POST /sync/batch`: up to 100 contacts or companies. */
export const batchRequestShape = z
  .discriminatedUnion(
    'entity_type',
    [
      z.object({
        integration_id: integrationId,
        crm_type: crmType.exactOptional(),
        entity_type: z.literal('contact'),
        contacts: batchOf(contactShape),
        options: optionsShape.exactOptional(),
      }),
      z.object({
        integration_id: integrationId,
        crm_type: crmType.exactOptional(),
        entity_type: z.literal('company'),
        companies: batchOf(companyShape),
        options: optionsShape.exactOptional(),
      }),
    ],
    { error: 'must be contact or company' },
  )
  .meta({ id: 'SyncBatchRequest' });

/** A batch whose records are not checked yet: one that is wrong fails alone (`syncEach`). */
export const batchEnvelopeShape = z.discriminatedUnion(
  'entity_type',
  [
    z.object({
      integration_id: integrationId,
      crm_type: crmType.exactOptional(),
      entity_type: z.literal('contact'),
      contacts: recordsShape,
      options: optionsShape.exactOptional(),
    }),
    z.object({
      integration_id: integrationId,
      crm_type: crmType.exactOptional(),
      entity_type: z.literal('company'),
      companies: recordsShape,
      options: optionsShape.exactOptional(),
    }),
  ],
  { error: 'must be contact or company' },
);

/** It goes into a header. */
const token = name(4_000).refine((value) => /^[\x20-\x7e]*$/.test(value.trim()), {
  error: 'must be one line of letters, digits and signs, as HubSpot shows it',
});
const direction = z.enum(['bidirectional', 'to_crm', 'from_crm']);
const frequency = z.enum(['realtime', 'hourly', 'daily', 'manual']);

/** `POST /connect`. */
export const connectRequestShape = z
  .object({
    crm_type: crmType,
    access_token: token,
    refresh_token: token.exactOptional(),
    sync_direction: direction.exactOptional(),
    sync_frequency: frequency.exactOptional(),
    auto_enrich: z.boolean().exactOptional(),
    auto_score: z.boolean().exactOptional(),
    auto_assign: z.boolean().exactOptional(),
    auto_create_tasks: z.boolean().exactOptional(),
  })
  .meta({ id: 'ConnectRequest' });

/** Query of `GET /connect`. */
export const connectionsQueryShape = z.object({ crm_type: crmType.exactOptional() });

/** Query of `GET /sync`. */
export const logsQueryShape = z.object({
  crm_type: crmType.exactOptional(),
  integration_id: z.string().max(64).exactOptional(),
  status: z.enum(['success', 'failed', 'pending'], { error: 'must be success, failed or pending' }).exactOptional(),
  limit: z.coerce.number({ error: 'must be a number from 1 to 100' }).int().min(1).max(100).default(50),
  cursor: z.string().max(200).exactOptional(),
});

/** Query of `GET /{id}/fields`. */
export const fieldsQueryShape = z.object({
  entity_type: z.enum(['contact', 'company', 'deal'], { error: 'must be contact, company or deal' }).default('contact'),
});

const mappingList = z.array(fieldMappingSchema).max(200);

/** Field mappings by object type. */
export const mappingsShape = z
  .object({ contacts: mappingList, companies: mappingList, deals: mappingList })
  .meta({ id: 'FieldMappings' });

/** `PUT /{id}/mappings`; object types that are absent stay as they are. */
export const mappingsRequestShape = z
  .object({ mappings: z.object({ contacts: mappingList, companies: mappingList, deals: mappingList }).partial() })
  .meta({ id: 'FieldMappingsRequest' });
