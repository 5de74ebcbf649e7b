import { z } from 'zod';
import type { RegisterCompany, SicCode } from '../../domain/company/register-company.ts';

/** What every reading statement selects; days as text, so that no time zone touches them. */
export const ROW_COLUMNS = `c.company_number, c.name, c.status, c.company_category, c.country_of_origin,
  c.incorporated_on::text, c.dissolved_on::text,
  c.office_line1, c.office_line2, c.office_town, c.office_county, c.office_country, c.office_postcode, c.sic_codes,
  c.accounts_category, c.accounts_next_due_on::text, c.accounts_last_made_up_to::text,
  c.confirmation_next_due_on::text, c.confirmation_last_made_up_to::text, c.charges_total, c.charges_outstanding,
  c.previous_names, c.oldest_fact_on::text,
  (SELECT coalesce(json_agg(json_build_object('field', h.field, 'before', h.before, 'after', h.after,
     'seenOn', h.seen_on) ORDER BY h.seen_on, h.id), '[]')
   FROM register_changes h WHERE h.company_number = c.company_number) AS changes`;

const text = z.string().nullable();

const changeSchema = z.object({
  field: z.enum(['name', 'status', 'registeredOffice', 'accountsCategory', 'chargesOutstanding', 'sicCodes']),
  before: z.string(),
  after: z.string(),
  seenOn: z.string(),
});

const rowSchema = z.object({
  company_number: z.string(),
  name: z.string(),
  status: text,
  company_category: text,
  country_of_origin: text,
  incorporated_on: text,
  dissolved_on: text,
  office_line1: text,
  office_line2: text,
  office_town: text,
  office_county: text,
  office_country: text,
  office_postcode: text,
  sic_codes: z.array(z.string()).nullable(),
  accounts_category: text,
  accounts_next_due_on: text,
  accounts_last_made_up_to: text,
  confirmation_next_due_on: text,
  confirmation_last_made_up_to: text,
  charges_total: z.number().nullable(),
  charges_outstanding: z.number().nullable(),
  previous_names: z.array(z.object({ name: z.string(), changedOn: text })).nullable(),
  oldest_fact_on: z.string(),
  changes: z.array(changeSchema),
});

/**
 * Turns a database row into the domain's company.
 *
 * `snapshotOn` is the oldest day that a fact of the row comes from: after a reduced file some facts are younger, and
 * none may look younger than it is.
 */
export function toRegisterCompany(databaseRow: unknown): RegisterCompany {
  const row = rowSchema.parse(databaseRow);
  return {
    companyNumber: row.company_number,
    name: row.name,
    status: row.status,
    companyCategory: row.company_category,
    countryOfOrigin: row.country_of_origin,
    incorporatedOn: row.incorporated_on,
    dissolvedOn: row.dissolved_on,
    registeredOffice: {
      line1: row.office_line1,
      line2: row.office_line2,
      town: row.office_town,
      county: row.office_county,
      country: row.office_country,
      postcode: row.office_postcode,
    },
    sicCodes: toSicCodes(row.sic_codes),
    accountsCategory: row.accounts_category,
    accountsNextDueOn: row.accounts_next_due_on,
    accountsLastMadeUpTo: row.accounts_last_made_up_to,
    confirmationStatementNextDueOn: row.confirmation_next_due_on,
    confirmationStatementLastMadeUpTo: row.confirmation_last_made_up_to,
    chargesTotal: row.charges_total,
    chargesOutstanding: row.charges_outstanding,
    previousNames: row.previous_names,
    snapshotOn: row.oldest_fact_on,
    changes: row.changes,
  };
}

/**
 * Old rows carry four-digit codes of an earlier classification, in which the same digits mean other trades: they say
 * nothing in SIC 2007, so a row with only those has unknown codes.
 */
function toSicCodes(texts: readonly string[] | null): readonly SicCode[] | null {
  if (texts === null) return null;
  const codes = texts.flatMap((entry) => {
    const [, code, description] = /^(\d{5})(?:\s*-\s*(.*))?$/.exec(entry) ?? [];
    return code === undefined ? [] : [{ code, description: description ?? '' }];
  });
  return codes.length === 0 && texts.length > 0 ? null : codes;
}
