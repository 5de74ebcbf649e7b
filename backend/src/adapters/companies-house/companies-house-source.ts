import type { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { CompaniesHouseAnswers } from '../../domain/evidence/companies-house-answers.ts';
import { describeCompaniesHouse } from '../../domain/evidence/describe-companies-house.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CompanySource } from '../../ports/company-source.ts';
import { chargesSchema, filingsSchema, insolvencySchema, officersSchema, profileSchema } from './response-schemas.ts';
import { type CompaniesHouseConfig, type GetJson, makeGetJson } from './transport.ts';

/** One company: profile, officers, filing history, charges, insolvency. */
const REQUESTS_PER_COMPANY = 5;
/** Most that the API lists at once. */
const PAGE_SIZE = 100;

/**
 * The Companies House public data API as a source of facts.
 *
 * Five questions at the same time, taken together from the shared limit; one that stays without an answer fails the
 * source, because half an answer would be kept as a whole one. A company that the API does not know is undefined.
 */
export function makeCompaniesHouseSource(
  config: CompaniesHouseConfig,
  { clock }: { readonly clock: Clock },
): CompanySource {
  const getJson = makeGetJson(config);
  return {
    name: 'companies_house',
    async collect({ companyNumber, signal }) {
      signal.throwIfAborted();
      await config.takeRequests(REQUESTS_PER_COMPANY);
      const fetchedAt = clock.now().toISOString();
      const answers = await askAll(getJson, companyNumber, signal);
      return answers && { ...describeCompaniesHouse(answers, fetchedAt), isCached: false };
    },
  };
}

async function askAll(
  getJson: GetJson,
  companyNumber: string,
  signal: AbortSignal,
): Promise<CompaniesHouseAnswers | undefined> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const ask = <T>(schema: z.ZodType<T>, page: string) =>
    askFor(getJson, schema, `/company/${encodeURIComponent(companyNumber)}${page}`, either);
  try {
    const [profile, officers, filings, chargesOutstanding, insolvencyCases] = await Promise.all([
      ask(profileSchema, ''),
      ask(officersSchema, `/officers?items_per_page=${PAGE_SIZE}`),
      ask(filingsSchema, `/filing-history?items_per_page=${PAGE_SIZE}`),
      ask(chargesSchema, '/charges'),
      ask(insolvencySchema, '/insolvency'),
    ]);
    if (profile !== null && profile.companyNumber !== companyNumber) {
      throw new AppError('upstream_rejected', `Companies House answered ${companyNumber} with another company.`);
    }
    return profile === null ? undefined : { profile, officers, filings, chargesOutstanding, insolvencyCases };
  } finally {
    // After the first failure the other answers are of no use.
    stop.abort();
  }
}

/** null: not found. */
async function askFor<T>(getJson: GetJson, schema: z.ZodType<T>, path: string, signal: AbortSignal): Promise<T | null> {
  const body = await getJson(path, signal);
  if (body === undefined) return null;
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('upstream_rejected', `Companies House answered ${path} in another form (${where}).`);
}
