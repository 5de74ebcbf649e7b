import type { RegisterCompany } from '../../domain/company/register-company.ts';
import { describeEngagement } from '../../domain/evidence/describe-engagement.ts';
import type { SourceName, SourceOutcome } from '../../domain/evidence/evidence.ts';
import { type MergedAnswers, mergeSourceAnswers, withEngagement } from '../../domain/evidence/merge-source-answers.ts';
import { OBJECT_TYPE_IDS, type PortalSettings } from '../../domain/portal/settings.ts';
import { untilAborted } from '../../lib/until-aborted.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CompanySource, SourceAnswer } from '../../ports/company-source.ts';
import type { Logger } from '../../ports/logger.ts';
import { whyInWords } from './cached-source.ts';
import type { RunState, Subject } from './run-state.ts';

/** What the step touches. */
export interface CollectFactsDeps {
  readonly sources: readonly CompanySource[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Everything that is known about the company, and how each source did. */
export interface CollectedFacts {
  readonly merged: MergedAnswers;
  readonly outcomes: readonly SourceOutcome[];
}

const SWITCH_OF: Readonly<Record<SourceName, keyof PortalSettings['sources']>> = {
  register: 'register',
  companies_house: 'companiesHouse',
  website: 'website',
  oppspot: 'oppspot',
  hubspot: 'hubspotActivity',
};

/**
 * Asks all sources about a company at once under one deadline and merges what they say; one that fails degrades the result
 * and is said.
 *
 * @param signal aborts when no source is waited for any more
 */
export async function collectFacts(
  deps: CollectFactsDeps,
  run: RunState,
  { identity: { domain } }: Pick<Subject, 'identity'>,
  registerRow: RegisterCompany,
  signal: AbortSignal,
): Promise<CollectedFacts> {
  const about = { registerRow, domain, signal };
  const asked = await Promise.all(deps.sources.map((source) => askSource(deps, run, source, about)));
  const answers = asked.flatMap(({ answer }) => (answer ? [answer] : []));
  return { merged: mergeSourceAnswers(answers), outcomes: asked.map(({ outcome }) => outcome) };
}

/** Adds what the record itself says of our contact with it, unless an admin switched that off. */
export function addActivity(run: RunState, subject: Subject, { merged, outcomes }: CollectedFacts): CollectedFacts {
  if (run.context.settings.sources.hubspotActivity) {
    const hubspot: SourceOutcome = { name: 'hubspot', status: 'used', reason: null, ms: 0 };
    return { merged: withEngagement(merged, describeRecord(run, subject)), outcomes: [...outcomes, hubspot] };
  }
  const skipped: SourceOutcome = { name: 'hubspot', status: 'skipped', reason: 'switched off in settings', ms: 0 };
  return { merged, outcomes: [...outcomes, skipped] };
}

function describeRecord(run: RunState, subject: Subject) {
  const { uiDomain, portalId } = run.installation;
  const { objectType, id, properties } = subject.record;
  const recordUrl =
    uiDomain === null ? null : `https://${uiDomain}/contacts/${portalId}/record/${OBJECT_TYPE_IDS[objectType]}/${id}`;
  return describeEngagement({ objectType, properties, asOf: run.asOf, fetchedAt: run.startedAt, recordUrl });
}

async function askSource(
  deps: CollectFactsDeps,
  run: RunState,
  source: CompanySource,
  about: Pick<Parameters<CompanySource['collect']>[0], 'domain' | 'signal'> & { readonly registerRow: RegisterCompany },
): Promise<{ readonly answer: SourceAnswer | undefined; readonly outcome: SourceOutcome }> {
  const { name } = source;
  const { signal } = about;
  const { companyNumber } = about.registerRow;
  const { refresh } = run.context.request;
  const told = (status: SourceOutcome['status'], reason: string | null, ms: number) => ({ name, status, reason, ms });
  if (!run.context.settings.sources[SWITCH_OF[name]]) {
    return { answer: undefined, outcome: told('skipped', 'switched off in settings', 0) };
  }
  const startedMs = deps.clock.now().getTime();
  const ms = () => Math.max(0, deps.clock.now().getTime() - startedMs);
  try {
    // A source that does not listen to the signal must not hold the others up.
    const answer = await untilAborted(
      source.collect({ ...about, companyNumber, asOf: run.asOf, refresh, runStartedAt: run.startedAt }),
      signal,
    );
    if (!answer) return { answer, outcome: told('used', 'holds nothing about this company', ms()) };
    const status = answer.declined ?? (answer.isCached ? 'cached' : 'used');
    return { answer, outcome: told(status, answer.note ?? null, ms()) };
  } catch (error) {
    deps.logger.warn({ source: name, error: String(error) }, 'source failed');
    const reason = signal.aborted ? 'did not answer in time' : whyInWords(error);
    return { answer: undefined, outcome: told('failed', reason, ms()) };
  }
}
