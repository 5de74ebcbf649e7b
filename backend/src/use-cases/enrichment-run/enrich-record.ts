import type { CompanyFacts } from '../../domain/company/company-facts.ts';
import { type MatchDecision, matchOfDecision } from '../../domain/company/match-company.ts';
import { decideChanges } from '../../domain/enrichment/decide-changes.ts';
import type { Enrichment, UndoStep } from '../../domain/enrichment/enrichment.ts';
import { arrivedSteps } from '../../domain/enrichment/interrupted-writes.ts';
import { isSuppressed } from '../../domain/enrichment/suppression.ts';
import { UNDO_DAYS } from '../../domain/enrichment/undo-changes.ts';
import type { StartTimeLimit } from '../../lib/time-limit.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CompanyRegister } from '../../ports/company-register.ts';
import type { Crm } from '../../ports/crm.ts';
import type { EnrichmentStore, RecordMemory } from '../../ports/enrichment-store.ts';
import type { PropertyRepairs } from '../../ports/property-repairs.ts';
import type { WriteSnapshots } from '../../ports/write-snapshots.ts';
import { type AssessCompanyDeps, assessCompany } from './assess-company.ts';
import { automateRecord } from './automate-record.ts';
import type { AutomateDeps } from './automation-step.ts';
import type { IdentifyByDomainDeps } from './identify-by-domain.ts';
import { identifyCompany } from './identify-company.ts';
import { lookUpAhead } from './look-up-company.ts';
import { readSubject } from './read-subject.ts';
import { readTargets } from './read-targets.ts';
import { rememberRun } from './remember-run.ts';
import type { RunState, Subject } from './run-state.ts';
import { type RunDeadlines, startDeadlines } from './start-deadlines.ts';
import { requireLease, writeChanges } from './write-changes.ts';

/** What one enrichment touches. */
export interface EnrichRecordDeps extends AssessCompanyDeps, AutomateDeps, IdentifyByDomainDeps {
  readonly crm: Crm;
  readonly register: CompanyRegister;
  readonly enrichments: EnrichmentStore;
  readonly repairs: PropertyRepairs;
  readonly snapshots: WriteSnapshots;
  readonly clock: Clock;
  /** Starts a time limit; absent: on the system's timer. */
  readonly startTimeLimit?: StartTimeLimit;
  /** Ids under which our writes appear in HubSpot's property history: the app id; empty when unknown. */
  readonly ownSourceIds: readonly string[];
}

/** The result, and what to remember of the record; undefined leaves the memory as it is. */
export interface EnrichedRecord {
  readonly enrichment: Enrichment;
  readonly memory: RecordMemory | undefined;
  /** As of `FinishRunInput`. */
  readonly isSnapshotKept?: boolean;
}

/**
 * Enriches one record: read it, identify its company, collect and score the facts, word them, decide and write what
 * changed. A record that is gone and a suppressed one end as `failed`, with nothing asked or written.
 */
export async function enrichRecord(deps: EnrichRecordDeps, run: RunState): Promise<EnrichedRecord> {
  const lookUp = lookUpAhead(deps, run);
  const subject = await readSubject(deps, run);
  if (!subject) return failed(run, 'not_found', 'This record does not exist in HubSpot any more. Nothing was written.');
  const email = subject.record.properties.email ?? null;
  const domains = [
    subject.identity.domain,
    subject.identity.websiteHost,
    subject.record.properties.domain,
    subject.record.properties.website,
  ];
  if (isSuppressed(run.context.settings.suppression, { email, domains })) {
    return failed(run, 'suppressed', 'This address or domain is on the suppression list, so nothing was looked up.');
  }
  const lookup = await lookUp(subject.identity);
  const deadlines = startDeadlines(run.signal, deps.startTimeLimit);
  try {
    // Whoever tells whose a domain is has its time from that of all sources.
    const decision = await identifyCompany(deps, { ...run, signal: deadlines.sourcesBy }, subject, lookup);
    const { enrichment, facts } = await assess(deps, run, subject, decision, deadlines);
    return await writeResult(deps, run, subject, enrichment, facts);
  } finally {
    deadlines.end();
  }
}

function failed(run: RunState, code: string, message: string): EnrichedRecord {
  return { enrichment: { ...run.context.enrichment, status: 'failed', error: { code, message } }, memory: undefined };
}

async function assess(
  deps: EnrichRecordDeps,
  run: RunState,
  subject: Subject,
  decision: MatchDecision,
  deadlines: RunDeadlines,
): Promise<{ enrichment: Enrichment; facts: CompanyFacts }> {
  const { enrichment } = run.context;
  if (decision.kind === 'accepted') return assessCompany(deps, run, subject, decision, deadlines);
  return { enrichment: { ...enrichment, status: decision.kind, match: matchOfDecision(decision) }, facts: {} };
}

async function writeResult(
  deps: EnrichRecordDeps,
  run: RunState,
  subject: Subject,
  enrichment: Enrichment,
  facts: CompanyFacts,
): Promise<EnrichedRecord> {
  const { record } = subject;
  const enrichedAt = deps.clock.now().toISOString();
  const { properties: current, history } = record;
  const { ownSourceIds } = deps;
  const arrived = arrivedSteps(run.context.snapshot, { current, history, ownSourceIds });
  const changes = decideChanges({
    result: { ...enrichment, facts, enrichedAt },
    mappings: run.context.settings.fields[record.objectType],
    current,
    history,
    written: { ...run.context.memory?.written, ...valuesAfter(arrived) },
    restored: run.context.memory?.restored ?? {},
    previousCompanyNumber: run.context.memory?.companyNumber ?? null,
    ownSourceIds,
    targets: await readTargets(deps, run),
  });
  const automate = (decided: Enrichment) => automateRecord(deps, run, subject, { enrichment: decided, facts });
  if (run.context.request.mode === 'preview') {
    return { enrichment: await automate({ ...enrichment, changes }), memory: undefined };
  }
  requireLease(run.signal);
  const writeDeps = { ...deps, settings: run.context.settings };
  const outcome = await writeChanges(writeDeps, run.session, record, { changes, arrived });
  if (outcome.kind === 'gone') {
    return failed(run, 'not_found', 'The record was deleted in HubSpot meanwhile. Nothing was written.');
  }
  const hasWritten = outcome.changes.some(({ written }) => written);
  const possibleUntil = hasWritten ? new Date(Date.parse(enrichedAt) + UNDO_DAYS * 86_400_000).toISOString() : null;
  const result = { ...enrichment, changes: outcome.changes, undo: { possibleUntil, undoneAt: null } };
  await rememberChoice(deps, run, subject, result);
  const { isSnapshotKept } = outcome;
  return { enrichment: await automate(result), memory: rememberRun(run, subject, result), isSnapshotKept };
}

/** What the record was last written, by property. */
function valuesAfter(steps: readonly UndoStep[]): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map(({ property, after }) => [property, after ?? '']));
}

/** A rep's choice also holds for other records of the same company domain. */
async function rememberChoice(
  deps: EnrichRecordDeps,
  run: RunState,
  subject: Subject,
  result: Enrichment,
): Promise<void> {
  const { domain } = subject.identity;
  const companyNumber = result.match?.company?.companyNumber ?? null;
  if (run.context.request.companyId === null || domain === undefined || companyNumber === null) return;
  const { organizationId } = run.installation;
  await deps.enrichments.saveCompanyDomain({ organizationId, domain, companyNumber, toldBy: 'person' });
}
