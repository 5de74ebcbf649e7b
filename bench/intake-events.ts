import { makeRandom } from './random.ts';

/** Of a hundred events of a request: echoes of our own writes, and events that were sent before. */
export const ECHO_PERCENT = 50;
export const DUPLICATE_PERCENT = 30;

/** Ids of records of which only echoes tell; HubSpot has no such records here. */
export const FIRST_ECHO_ID = 900_000_000;
const ECHO_IDS = 1_000;

/** A record of a portal that people change. */
export interface ChangingRecord {
  readonly portalId: number;
  readonly objectId: string;
}

/** An event as HubSpot sends it, as far as the bench looks at it again. */
interface SentEvent {
  readonly portalId: number;
  readonly objectId: number;
  readonly occurredAt: number;
  readonly [others: string]: unknown;
}

/** What to send. */
export interface IntakeEvents {
  /** Bodies of the next requests, portals mixed. HubSpot's machines make them: it is done before the load begins. */
  prepare(requests: number): readonly Buffer[];
}

/** Makes webhook requests as HubSpot sends them: a fifth is new, the rest was sent before or is our own doing. */
export function makeIntakeEvents(input: {
  readonly records: readonly ChangingRecord[];
  readonly eventsPerRequest: number;
  readonly appId: number;
  readonly seed: number;
}): IntakeEvents {
  const { records, eventsPerRequest, appId } = input;
  const random = makeRandom(input.seed);
  const sent: SentEvent[] = [];
  const startMs = Date.now();
  let eventId = 0;
  const pick = () => records[random.below(records.length)] ?? { portalId: 0, objectId: '' };
  const event = (portalId: number, objectId: string, source: object): SentEvent => {
    eventId += 1;
    return {
      eventId,
      subscriptionId: 1,
      portalId,
      appId,
      // No two changes at one instant, so that which one is the newest is never in doubt.
      occurredAt: startMs - 3_600_000 + eventId,
      subscriptionType: 'object.propertyChange',
      objectTypeId: '0-2',
      objectId: Number(objectId),
      propertyName: 'city',
      propertyValue: `City ${eventId}`,
      attemptNumber: 0,
      isSensitive: false,
      ...source,
    };
  };
  const fresh = () => {
    const { portalId, objectId } = pick();
    const made = event(portalId, objectId, { changeSource: 'CRM_UI', sourceId: 'userId:1' });
    sent[eventId % 5_000] = made;
    return made;
  };
  const echo = () => {
    const objectId = String(FIRST_ECHO_ID + random.below(ECHO_IDS));
    return event(pick().portalId, objectId, { changeSource: 'INTEGRATION', sourceId: String(appId) });
  };
  const duplicate = () => {
    const before = sent[random.below(sent.length)];
    return before === undefined ? fresh() : { ...before, attemptNumber: 1 };
  };
  const one = (index: number) => {
    const share = (index * 100) / eventsPerRequest;
    if (share < ECHO_PERCENT) return echo();
    return share < ECHO_PERCENT + DUPLICATE_PERCENT ? duplicate() : fresh();
  };
  const next = () => Buffer.from(JSON.stringify(Array.from({ length: eventsPerRequest }, (_, index) => one(index))));
  return { prepare: (requests) => Array.from({ length: requests }, next) };
}

/** When each record that people changed changed last, by `portal:record`, Unix milliseconds. */
export function newestChanges(bodies: readonly Buffer[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const body of bodies) {
    for (const { portalId, objectId, occurredAt } of eventsOf(body)) {
      if (objectId >= FIRST_ECHO_ID) continue;
      const record = `${portalId}:${objectId}`;
      newest.set(record, Math.max(occurredAt, newest.get(record) ?? 0));
    }
  }
  return newest;
}

/** The same events, sent once more. */
export function repeatBody(body: Buffer, attemptNumber: number): Buffer {
  return Buffer.from(JSON.stringify(eventsOf(body).map((event) => ({ ...event, attemptNumber }))));
}

function eventsOf(body: Buffer): readonly SentEvent[] {
  return JSON.parse(body.toString());
}
