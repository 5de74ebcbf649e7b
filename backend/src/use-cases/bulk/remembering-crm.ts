import type { Crm, CrmSession } from '../../ports/crm.ts';

/** So long a change in the account may go unnoticed by bulk runs. */
const REMEMBERED_MS = 60_000;
/** Answers that are kept; the oldest goes first. */
const MAX_REMEMBERED = 1_000;

/**
 * The CRM with what an account hardly ever changes asked once a minute instead of for each record: its deal pipelines, and
 * the definitions of its properties.
 */
export function makeRememberingCrm<T extends Crm>(crm: T, nowMs: () => number): T {
  const pipelines = makeMemory(nowMs, (session) => crm.readDealPipelines(session));
  const properties = makeMemory<Awaited<ReturnType<Crm['readProperties']>>, ReadPropertiesInput>(
    nowMs,
    (session, [objectType, names]) => crm.readProperties(session, objectType, names),
  );
  return {
    ...crm,
    readDealPipelines: (session) => pipelines(session, []),
    readProperties: (session, objectType, names) => properties(session, [objectType, names]),
  };
}

type ReadPropertiesInput = readonly [Parameters<Crm['readProperties']>[1], Parameters<Crm['readProperties']>[2]];

function makeMemory<Answer, Input = unknown>(
  nowMs: () => number,
  ask: (session: CrmSession, input: Input) => Promise<Answer>,
): (session: CrmSession, input: Input) => Promise<Answer> {
  const kept = new Map<string, { readonly answer: Promise<Answer>; readonly untilMs: number }>();
  return (session, input) => {
    const name = JSON.stringify([session.portalId, input]);
    const known = kept.get(name);
    if (known !== undefined && known.untilMs > nowMs()) return known.answer;
    const answer = ask(session, input);
    kept.delete(name);
    kept.set(name, { answer, untilMs: nowMs() + REMEMBERED_MS });
    const [oldest] = kept.keys();
    if (kept.size > MAX_REMEMBERED && oldest !== undefined) kept.delete(oldest);
    // What failed is asked again by the next who needs it.
    answer.catch(() => kept.delete(name));
    return answer;
  };
}
