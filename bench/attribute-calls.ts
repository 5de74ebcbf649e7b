import { type Interval, ownTimeMs, stagesInSequence } from './own-time.ts';

/** One call that was seen at the other end. */
export interface SeenCall {
  /** What tells whose it is; see `requests`. */
  readonly subject: string;
  readonly kind: 'read' | 'write' | 'model';
  readonly during: Interval;
}

/** One request that was observed, and the subjects that its calls are about. */
export interface ObservedRequest {
  readonly observed: Interval;
  readonly subjects: readonly string[];
}

/** What one request was found to be. */
export interface Attributed<T> {
  readonly request: T;
  readonly ownMs: number;
  readonly reads: number;
  readonly readsInSequence: number;
  readonly writes: number;
  readonly writesInSequence: number;
  readonly modelCalls: number;
}

/**
 * Gives every call to the request that was under way for its subject when the call was in its middle.
 *
 * Requests about one subject must not overlap. `strays` are calls that belong to no request: none may be left in a
 * valid measurement, for a call that is not seen would count as our own time, and one seen twice as nobody's.
 */
export function attributeCalls<T extends ObservedRequest>(
  requests: readonly T[],
  calls: readonly SeenCall[],
): { readonly attributed: readonly Attributed<T>[]; readonly strays: readonly SeenCall[] } {
  const bySubject = new Map<string, SeenCall[]>();
  for (const call of calls) bySubject.set(call.subject, [...(bySubject.get(call.subject) ?? []), call]);
  const taken = new Set<SeenCall>();
  const attributed = requests.map((request) => {
    const own = request.subjects
      .flatMap((subject) => bySubject.get(subject) ?? [])
      .filter(({ during }) => contains(request.observed, (during.fromMs + during.toMs) / 2));
    for (const call of own) taken.add(call);
    return describe(request, own);
  });
  return { attributed, strays: calls.filter((call) => !taken.has(call)) };
}

function contains({ fromMs, toMs }: Interval, atMs: number): boolean {
  return fromMs <= atMs && atMs <= toMs;
}

function describe<T extends ObservedRequest>(request: T, calls: readonly SeenCall[]): Attributed<T> {
  const during = (kind: SeenCall['kind']) => calls.filter((call) => call.kind === kind).map((call) => call.during);
  return {
    request,
    ownMs: ownTimeMs(
      request.observed,
      calls.map((call) => call.during),
    ),
    reads: during('read').length,
    readsInSequence: stagesInSequence(during('read')),
    writes: during('write').length,
    writesInSequence: stagesInSequence(during('write')),
    modelCalls: during('model').length,
  };
}
