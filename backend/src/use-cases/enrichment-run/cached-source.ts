import { AppError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CompanySource, SourceAnswer } from '../../ports/company-source.ts';
import type { Logger } from '../../ports/logger.ts';
import type { CachedAnswer, SourceCache } from '../../ports/source-cache.ts';

/** What the wrapper touches. */
export interface CachedSourceDeps {
  readonly source: CompanySource;
  readonly cache: SourceCache;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Age in milliseconds up to which an answer is given without asking the source. */
  readonly freshForMs: number;
}

const MS_PER_HOUR = 3_600_000;

/**
 * Puts a cache before a source.
 *
 * A fresh answer is given as it is; `refresh` asks the source all the same. When the source fails, the last answer is
 * given whatever its age, and its age is said. Evidence keeps the time at which it was fetched. A cache that fails costs
 * a question to the source, never the answer.
 */
export function makeCachedSource(deps: CachedSourceDeps): CompanySource {
  const { source, cache, clock } = deps;
  return {
    name: source.name,
    async collect(request) {
      const kept = await orNothing(deps, cache.read(source.name, request.companyNumber));
      if (kept && !request.refresh && ageMs(deps, kept) <= deps.freshForMs) return fromCache(kept);
      // Taken before the question: the answer is at least as young as this.
      const fetchedAt = clock.now().toISOString();
      const answer = await askOrFallBack(deps, request, kept);
      if (answer?.isCached !== true) {
        await orNothing(deps, cache.save(source.name, request.companyNumber, { answer, fetchedAt }));
      }
      return answer;
    },
  };
}

async function askOrFallBack(
  deps: CachedSourceDeps,
  request: Parameters<CompanySource['collect']>[0],
  kept: CachedAnswer | undefined,
): Promise<SourceAnswer | undefined> {
  try {
    return await deps.source.collect(request);
  } catch (error) {
    const stale = kept && fromCache(kept);
    if (stale === undefined || kept === undefined) throw error;
    deps.logger.warn({ source: deps.source.name, error: String(error) }, 'source failed; its last answer is used');
    return { ...stale, note: `${whyInWords(error)}; its answer of ${ageInWords(ageMs(deps, kept))} ago is used` };
  }
}

/** Why a source gave no answer, for a person. */
export function whyInWords(error: unknown): string {
  if (!(error instanceof AppError)) return 'could not be reached';
  if (error.code === 'rate_limited') return 'the limit of requests is used up';
  if (error.code !== 'upstream_rejected') return 'could not be reached';
  const { upstreamStatus } = error.details;
  return upstreamStatus === 401 || upstreamStatus === 403 ? 'refused the key' : 'gave an answer that cannot be used';
}

function fromCache({ answer }: CachedAnswer): SourceAnswer | undefined {
  return answer && { ...answer, isCached: true };
}

function ageMs({ clock }: CachedSourceDeps, { fetchedAt }: CachedAnswer): number {
  return Math.max(0, clock.now().getTime() - Date.parse(fetchedAt));
}

function ageInWords(milliseconds: number): string {
  const hours = Math.floor(milliseconds / MS_PER_HOUR);
  if (hours < 1) return 'less than an hour';
  if (hours < 48) return hours === 1 ? '1 hour' : `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}

async function orNothing<T>({ source, logger }: CachedSourceDeps, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    logger.warn({ source: source.name, error: String(error) }, 'the cache of a source failed');
    return undefined;
  }
}
