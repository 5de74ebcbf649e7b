import { z } from 'zod';
import { companyNumberOfId } from '../../domain/company/company.ts';
import { domainOf } from '../../domain/company/normalise-domain.ts';
import { OPPSPOT_KINDS, type OppspotCompany, type OppspotSignal } from '../../domain/evidence/oppspot-company.ts';

/**
 * Answers of the oppSpot API in our words, as docs/oppspot-api.md describes them.
 *
 * Strict about what is used: a confidence above 1 or an event without its day is no answer. More members are ignored, and
 * so are kinds of signals that other sources tell.
 */
const MAX_SIGNALS = 200;
const MAX_DOCUMENTS = 5;

const line = (maxLength: number) =>
  z.string().transform((text) =>
    text
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim()
      .slice(0, maxLength),
  );
const words = (maxLength: number) => line(maxLength).pipe(z.string().min(1));
/** Text that reaches a CRM: without markup and without what a spreadsheet takes for the beginning of a formula. */
const plainWords = (maxLength: number) =>
  z
    .string()
    .transform((text) =>
      text
        .replace(/<[^>]*>/g, ' ')
        .replace(/[<>]|!?\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/^[\s=+@-]+/, ''),
    )
    .pipe(words(maxLength));
const day = z.iso.date();
const pounds = z.number().min(-1e12).max(1e12).nullable().default(null);
const turnover = z.number().min(0).max(1e12).nullable().default(null);
const address = z.url({ protocol: /^https?$/ }).max(2_000);
const companyNumber = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : (companyNumberOfId(text) ?? null)));
const domains = z.array(z.string()).transform((names) => [...new Set(names.flatMap((name) => domainOf(name) ?? []))]);
const document = z.object({ title: plainWords(200), url: address });
const id = z.string().min(1).max(100);

/** `GET /companies/search`. */
export const searchSchema = z
  .object({
    companies: z.array(z.object({ id, name: plainWords(300), company_number: companyNumber, domains })).max(50),
  })
  .transform(({ companies }) =>
    companies.map(({ company_number, ...company }) => ({ ...company, companyNumber: company_number })),
  );

const financialsSchema = z
  .object({
    as_of: day,
    turnover_gbp: turnover,
    net_assets_gbp: pounds,
    employees: z.number().int().min(0).max(5_000_000).nullable().default(null),
    document,
  })
  .transform(({ as_of, turnover_gbp, net_assets_gbp, employees, document }) => ({
    asOf: as_of,
    turnoverGbp: turnover_gbp,
    netAssetsGbp: net_assets_gbp,
    employees,
    document,
  }));

const signalSchema = z
  .object({
    id,
    signal_type: z.enum(OPPSPOT_KINDS),
    headline: plainWords(200),
    signal_strength: z.enum(['very_strong', 'strong', 'moderate', 'weak']),
    confidence_score: z.number().min(0).max(1),
    signal_date: day,
    documents: z.array(document).min(1).max(MAX_DOCUMENTS),
    filing_transaction_id: z.string().min(1).max(100).nullable().default(null),
  })
  .transform(
    (signal): OppspotSignal => ({
      id: signal.id,
      kind: signal.signal_type,
      headline: signal.headline,
      strength: signal.signal_strength,
      confidence: signal.confidence_score,
      occurredOn: signal.signal_date,
      documents: signal.documents,
      filingId: signal.filing_transaction_id,
    }),
  );

const KNOWN_KINDS: ReadonlySet<string> = new Set(OPPSPOT_KINDS);
const otherSignalSchema = z
  .object({ signal_type: z.string().refine((kind) => !KNOWN_KINDS.has(kind)) })
  .transform(() => undefined);

/** `GET /companies/{id}`. */
export const companySchema = z
  .object({
    id,
    name: words(300),
    company_number: companyNumber,
    domains,
    url: address.nullable().default(null),
    financials: financialsSchema.nullable().default(null),
    signals: z.array(z.union([signalSchema, otherSignalSchema])).max(MAX_SIGNALS),
  })
  .transform(
    ({ company_number, signals, ...company }): OppspotCompany => ({
      ...company,
      companyNumber: company_number,
      signals: signals.flatMap((signal) => signal ?? []),
    }),
  );
