import { z } from 'zod';
import type { CompaniesHouseFiling, CompaniesHouseOfficer } from '../../domain/evidence/companies-house-answers.ts';

/**
 * Answers of the Companies House public data API, as far as they are used, in our words.
 *
 * Members that are missing stay missing: the API leaves out what it does not know.
 * @see https://developer-specs.company-information.service.gov.uk/companies-house-public-data-api (read 2026-11)
 */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const part = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

/** `GET /company/{number}`. */
export const profileSchema = z
  .object({
    company_number: z.string(),
    company_name: z.string(),
    company_status: z.string().optional(),
    company_status_detail: z.string().optional(),
    date_of_creation: day.optional(),
    date_of_cessation: day.optional(),
    has_charges: z.boolean().optional(),
    has_insolvency_history: z.boolean().optional(),
    registered_office_address: z
      .object({
        address_line_1: part,
        address_line_2: part,
        locality: part,
        region: part,
        country: part,
        postal_code: part,
      })
      .transform((office) => ({
        line1: office.address_line_1,
        line2: office.address_line_2,
        town: office.locality,
        county: office.region,
        country: office.country,
        postcode: office.postal_code,
      }))
      .optional(),
    previous_company_names: z
      .array(
        z
          .object({ name: z.string(), ceased_on: day.optional() })
          .transform(({ name, ceased_on }) => ({ name, changedOn: ceased_on ?? null })),
      )
      .default([]),
    accounts: z
      .object({
        last_accounts: z.object({ type: z.string().optional(), made_up_to: day.optional() }).optional(),
        next_accounts: z.object({ due_on: day.optional() }).optional(),
        next_due: day.optional(),
      })
      .optional(),
    confirmation_statement: z.object({ next_due: day.optional() }).optional(),
  })
  .transform((answer) =>
    withoutAbsent({
      companyNumber: answer.company_number,
      name: answer.company_name,
      previousNames: answer.previous_company_names,
      status: answer.company_status,
      statusDetail: answer.company_status_detail,
      incorporatedOn: answer.date_of_creation,
      dissolvedOn: answer.date_of_cessation,
      registeredOffice: answer.registered_office_address,
      hasCharges: answer.has_charges,
      hasInsolvencyHistory: answer.has_insolvency_history,
      lastAccountsType: answer.accounts?.last_accounts?.type,
      lastAccountsMadeUpTo: answer.accounts?.last_accounts?.made_up_to,
      accountsNextDueOn: answer.accounts?.next_accounts?.due_on ?? answer.accounts?.next_due,
      confirmationStatementNextDueOn: answer.confirmation_statement?.next_due,
    }),
  );

/** `GET /company/{number}/officers`. Names, addresses and dates of birth are left outside. */
export const officersSchema = z
  .object({
    items: z.array(
      z.object({ officer_role: z.string(), appointed_on: day.optional(), resigned_on: day.optional() }).transform(
        (officer): CompaniesHouseOfficer =>
          withoutAbsent({
            role: officer.officer_role,
            appointedOn: officer.appointed_on,
            resignedOn: officer.resigned_on,
          }),
      ),
    ),
    total_results: z.number(),
  })
  .transform(({ items, total_results }) => ({ items, isComplete: items.length >= total_results }));

/** `GET /company/{number}/filing-history`. */
export const filingsSchema = z
  .object({
    items: z.array(
      z
        .object({
          transaction_id: z.string(),
          type: z.string(),
          date: day,
          action_date: day.optional(),
          description: z.string().default(''),
          description_values: z
            .object({ old_address: z.string().optional(), new_address: z.string().optional() })
            .optional(),
        })
        .transform(
          (filing): CompaniesHouseFiling =>
            withoutAbsent({
              transactionId: filing.transaction_id,
              type: filing.type,
              filedOn: filing.date,
              description: filing.description,
              actionOn: filing.action_date,
              oldAddress: filing.description_values?.old_address,
              newAddress: filing.description_values?.new_address,
            }),
        ),
    ),
    total_count: z.number(),
  })
  .transform(({ items, total_count }) => ({ items, isComplete: items.length >= total_count }));

/** `GET /company/{number}/charges`, as the number that is not fully satisfied. */
export const chargesSchema = z
  .object({ total_count: z.number(), satisfied_count: z.number().default(0) })
  .transform(({ total_count, satisfied_count }) => Math.max(0, total_count - satisfied_count));

/** `GET /company/{number}/insolvency`, as the number of cases. */
export const insolvencySchema = z.object({ cases: z.array(z.unknown()) }).transform(({ cases }) => cases.length);

/** The same without members that are undefined. */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutAbsent<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
