import { type MatchDecision, matchCompany } from '../../domain/company/match-company.ts';
import type { RegisterCompany } from '../../domain/company/register-company.ts';
import { type DomainTeller, type StatedNumber, statedNumbersOf } from '../../domain/company/stated-number.ts';
import { startTimeLimit } from '../../lib/time-limit.ts';
import { untilAborted } from '../../lib/until-aborted.ts';
import type { CompanyRegister } from '../../ports/company-register.ts';
import type { DomainLookup } from '../../ports/domain-lookup.ts';
import type { EnrichmentStore } from '../../ports/enrichment-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { RunState, Subject } from './run-state.ts';

/** What the step touches. */
export interface IdentifyByDomainDeps {
  readonly register: CompanyRegister;
  readonly enrichments: EnrichmentStore;
  readonly domainLookups: readonly DomainLookup[];
  readonly logger: Logger;
}

/** Of the time of all sources: who is silent for so long must not cost what the others know of the company. */
const TOLD_WITHIN_MS = 5_000;

/** Who told what about the domain, and who gave no answer. */
interface ToldOfDomain {
  readonly stated: readonly StatedNumber[];
  readonly silent: readonly DomainTeller[];
}

const SILENCE = {
  website: 'its website could not be read, so it could not tell the company',
  oppspot: 'oppSpot gave no answer, so it could not tell the company',
} as const;

/**
 * Asks the company's website and oppSpot which company the domain belongs to, before a person is asked.
 *
 * Only for a record that register, name and place left open, with a domain for which nothing is remembered. A company
 * that is accepted so is remembered for the domain. A source that gives no answer is named in the reasons.
 *
 * @param run its signal aborts when no source is waited for any more
 * @param decision what was decided without them
 * @param candidates the register's companies that it was decided among
 */
export async function identifyByDomain(
  deps: IdentifyByDomainDeps,
  run: RunState,
  subject: Subject,
  open: { readonly decision: MatchDecision; readonly candidates: readonly RegisterCompany[] },
): Promise<MatchDecision> {
  const { identity } = subject;
  if (open.decision.kind === 'accepted' || identity.domain === undefined) return open.decision;
  const { stated, silent } = await askTellers(deps, run, identity.domain);
  const reasons = silent.map((teller) => SILENCE[teller]);
  if (stated.length === 0) return withReasons(open.decision, reasons);
  const rows = await Promise.all(
    [...new Set(stated.map(({ number }) => number))].map((number) => deps.register.readCompany(number)),
  );
  const known = new Set(open.candidates.map(({ companyNumber }) => companyNumber));
  const more = rows.flatMap((row) => (row && !known.has(row.companyNumber) ? [row] : []));
  const decision = matchCompany(identity, [...open.candidates, ...more], {
    autoAcceptConfidence: run.context.settings.matching.autoAcceptConfidence,
    stated,
  });
  if (decision.kind !== 'accepted') return withReasons(decision, reasons);
  await remember(deps, run, identity.domain, decision, stated);
  return decision;
}

async function askTellers(deps: IdentifyByDomainDeps, run: RunState, domain: string): Promise<ToldOfDomain> {
  const { sources } = run.context.settings;
  const asked = deps.domainLookups.filter(({ name }) => sources[name]);
  const limit = startTimeLimit(TOLD_WITHIN_MS, [run.signal]);
  const { signal } = limit;
  const { refresh } = run.context.request;
  const answers = await Promise.allSettled(
    asked.map((lookup) =>
      untilAborted(lookup.findCompanies({ domain, refresh, runStartedAt: run.startedAt, signal }), signal),
    ),
  );
  limit.end();
  const told = asked.flatMap(({ name: by }, index) => {
    const answer = answers[index];
    return answer?.status === 'fulfilled' && answer.value ? [{ by, statement: answer.value }] : [];
  });
  const silent = asked.flatMap(({ name }, index) => {
    const answer = answers[index];
    if (answer?.status !== 'rejected') return [];
    deps.logger.warn({ source: name, error: String(answer.reason) }, 'the domain of a record could not be looked up');
    return [name];
  });
  return { stated: statedNumbersOf(told), silent };
}

function withReasons(decision: MatchDecision, reasons: readonly string[]): MatchDecision {
  return reasons.length === 0 ? decision : { ...decision, reasons: [...decision.reasons, ...reasons] };
}

/** A preview leaves nothing behind. */
async function remember(
  { enrichments }: IdentifyByDomainDeps,
  run: RunState,
  domain: string,
  { row }: Extract<MatchDecision, { kind: 'accepted' }>,
  stated: readonly StatedNumber[],
): Promise<void> {
  const told = stated.find(({ number }) => number === row.companyNumber);
  if (told === undefined || run.context.request.mode === 'preview') return;
  const { organizationId } = run.installation;
  await enrichments.saveCompanyDomain({ organizationId, domain, companyNumber: row.companyNumber, toldBy: told.by });
}
