import type { CompanyFacts } from '../domain/company/company-facts.ts';
import { AppError } from '../domain/errors.ts';
import { describeRegisterCompany } from '../domain/evidence/describe-register-company.ts';
import { type MergeableAnswer, mergeSourceAnswers } from '../domain/evidence/merge-source-answers.ts';
import { checkScoreRules } from '../domain/portal/check-settings.ts';
import { mayAdminister } from '../domain/portal/may-administer.ts';
import type { PortalSettings } from '../domain/portal/settings.ts';
import type { ScoreRules } from '../domain/scoring/compute-score.ts';
import { previewScores, type ScoredRecord, type ScorePreview } from '../domain/scoring/score-preview.ts';
import type { Clock } from '../ports/clock.ts';
import type { CompanyRegister } from '../ports/company-register.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { ScoredRecords, StoredScore } from '../ports/scored-records.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { SourceCache } from '../ports/source-cache.ts';
import { NO_ADMIN } from './save-settings.ts';

/** Enough to see where scores go, and read within a moment. */
const RECORDS = 200;
/** Companies read side by side: the others of this process want connections too. */
const SIDE_BY_SIDE = 8;

/** What the use case touches. */
export interface PreviewScoreRulesDeps {
  readonly settings: Pick<SettingsStore, 'read'>;
  readonly scored: ScoredRecords;
  readonly register: Pick<CompanyRegister, 'readCompany'>;
  readonly cache: Pick<SourceCache, 'read'>;
  readonly clock: Clock;
}

/** Who asks what other weights or another ideal customer would do. */
export interface PreviewScoreRulesInput {
  readonly installation: Installation;
  readonly userId: number | null;
  readonly scoring: PortalSettings['scoring'];
  readonly icp: PortalSettings['icp'];
}

/**
 * Tells what a change of weights, floor or ideal customer would do to the records that were enriched last, before it is
 * saved: at most 200, from what is stored. Neither HubSpot nor a source nor the model is asked, and nothing is written.
 *
 * @returns what would move; throws `forbidden` for a user who is no admin and `invalid_input` for rules that could not be saved
 */
export async function previewScoreRules(
  deps: PreviewScoreRulesDeps,
  input: PreviewScoreRulesInput,
): Promise<ScorePreview> {
  const { organizationId, installedByUserId } = input.installation;
  const saved = await deps.settings.read(organizationId);
  if (!mayAdminister(installedByUserId, saved, input.userId)) throw new AppError('forbidden', NO_ADMIN);
  const fields = checkScoreRules(input);
  if (fields.length > 0) {
    throw new AppError('invalid_input', 'The effect cannot be shown. Please correct the marked fields.', { fields });
  }
  const stored = await deps.scored.listRecent(organizationId, RECORDS);
  const facts = await readFacts(deps, stored);
  const records: readonly ScoredRecord[] = stored.map((record) => ({
    ...record,
    facts: facts.get(keyOf(record)) ?? {},
  }));
  return previewScores(records, rulesOf(saved), rulesOf(input));
}

function rulesOf({ scoring, icp }: Pick<PortalSettings, 'scoring' | 'icp'>): ScoreRules {
  return { icp, ...scoring };
}

/** Records of one company that cite the same sources have the same facts. */
function keyOf({ companyNumber, sources }: StoredScore): string {
  return `${companyNumber} ${sources.toSorted().join(' ')}`;
}

/** What the sources that a result cites last said about its company, from our own tables. */
async function readFacts(
  deps: PreviewScoreRulesDeps,
  stored: readonly StoredScore[],
): Promise<ReadonlyMap<string, CompanyFacts>> {
  const open = [...new Map(stored.map((record) => [keyOf(record), record]))];
  const facts = new Map<string, CompanyFacts>();
  while (open.length > 0) {
    const next = open.splice(0, SIDE_BY_SIDE);
    await Promise.all(next.map(async ([key, record]) => void facts.set(key, await factsOf(deps, record))));
  }
  return facts;
}

async function factsOf(deps: PreviewScoreRulesDeps, record: StoredScore): Promise<CompanyFacts> {
  const { companyNumber, sources } = record;
  const fetchedAt = deps.clock.now().toISOString();
  const answers = await Promise.all(
    sources.map(async (source): Promise<readonly MergeableAnswer[]> => {
      if (source === 'register') {
        const row = await deps.register.readCompany(companyNumber);
        return row ? [describeRegisterCompany(row, fetchedAt)] : [];
      }
      // Of a website nothing but its score is kept, and HubSpot says nothing about a company.
      if (source === 'website' || source === 'hubspot') return [];
      const answer = (await deps.cache.read(source, companyNumber))?.answer;
      return answer ? [answer] : [];
    }),
  );
  return mergeSourceAnswers(answers.flat()).facts;
}
