import { LRUCache } from 'lru-cache';
import type { Crm, CrmSession } from '../../ports/crm.ts';

/** So long a change in the account may go unnoticed by bulk runs. */
const REMEMBERED_MS = 60_000;
/** Answers that are kept; the one that was used longest ago goes first. */
const MAX_REMEMBERED = 1_000;

/**
 * The CRM with what an account hardly ever changes asked once a minute instead of for each record: its deal pipelines, and
 * the definitions of its properties.
 */
export function makeRememberingCrm<T extends Crm>(crm: T): T {
  const pipelines = remember((session: CrmSession) => crm.readDealPipelines(session));
  const properties = remember(
    (session: CrmSession, objectType: Parameters<Crm['readProperties']>[1], names: readonly string[]) =>
      crm.readProperties(session, objectType, names),
  );
  return { ...crm, readDealPipelines: pipelines, readProperties: properties };
}

function remember<Input extends readonly unknown[], Answer>(
  ask: (session: CrmSession, ...input: Input) => Promise<Answer>,
): (session: CrmSession, ...input: Input) => Promise<Answer> {
  const kept = new LRUCache<string, Promise<Answer>>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });
  return (session, ...input) => {
    const name = JSON.stringify([session.portalId, input]);
    const known = kept.get(name);
    if (known !== undefined) return known;
    const answer = ask(session, ...input);
    kept.set(name, answer);
    // What failed is asked again by the next who needs it.
    answer.catch(() => kept.peek(name) === answer && kept.delete(name));
    return answer;
  };
}
