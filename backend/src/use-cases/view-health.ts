import { listMayCreate, type MayCreate } from '../domain/automation/may-create.ts';
import { describeRegisterAge, type RegisterAge } from '../domain/company/register-age.ts';
import { OPPSPOT_PROPERTIES } from '../domain/enrichment/oppspot-properties.ts';
import { AppError } from '../domain/errors.ts';
import { reportUsage, type UsageReport } from '../domain/model-usage/report-usage.ts';
import { listMayWrite, type MayWrite } from '../domain/portal/may-write.ts';
import type { ObjectType } from '../domain/portal/settings.ts';
import type { IsoDateTime } from '../domain/time.ts';
import type { ActivityItem, ActivityStore } from '../ports/activity-store.ts';
import type { CallHolds, CallState } from '../ports/call-holds.ts';
import type { CompanyRegister } from '../ports/company-register.ts';
import type { Crm } from '../ports/crm.ts';
import type { JournalBookmark, JournalPlace } from '../ports/events-journal.ts';
import type { Installation } from '../ports/installation-store.ts';
import type { ModelUsageStore } from '../ports/model-usage-store.ts';
import type { Readiness } from '../ports/readiness.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { GetAccessTokenDeps } from './get-access-token.ts';
import { openCrmSession } from './open-crm-session.ts';

const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'companies', 'deals'];
const LAST_ERRORS = 5;

const HOLD_MESSAGES = {
  normal: null,
  limit: 'Waiting for HubSpot’s limit: this account uses many requests at the moment.',
  daily_limit: 'This account’s HubSpot requests of the day are used up. Work goes on by itself after its midnight.',
  moving: 'HubSpot is moving this account to another data centre. Work goes on by itself when it is done.',
  shared: 'Another program uses this app’s HubSpot limit too, so oppSpot works more slowly for a few minutes.',
} as const satisfies Record<CallState, string | null>;

/** What the use case touches. */
export interface ViewHealthDeps extends GetAccessTokenDeps {
  readonly crm: Crm;
  readonly register: CompanyRegister;
  readonly activity: ActivityStore;
  readonly settings: SettingsStore;
  readonly usage: ModelUsageStore;
  readonly readiness: Readiness;
  readonly holds: CallHolds;
  readonly bookmark: Pick<JournalBookmark, 'read'>;
  /** Scopes that the app needs. */
  readonly requiredScopes: readonly string[];
  /** What is switched off for want of configuration, in words. */
  readonly configurationNotes: readonly string[];
}

/** How the app stands in one portal. */
export interface PortalHealth {
  readonly connection: {
    readonly status: Installation['status'];
    readonly message: string | null;
    readonly portalId: number;
    readonly installedAt: string;
  };
  readonly scopes: { readonly granted: readonly string[]; readonly missing: readonly string[] };
  /** null with a reason when HubSpot could not be asked. */
  readonly missingProperties: Readonly<Record<string, readonly string[]>> | null;
  readonly missingPropertiesUnknownBecause: string | null;
  /** The company register: size, day of its file, its age in days and a reminder when a new file is due. */
  readonly register: { readonly companies: number; readonly snapshotOn: string | null } & RegisterAge;
  readonly queue: { readonly ok: boolean; readonly message: string | null };
  /** How calls of this portal stand with HubSpot's limits; `message` and `until` are null while all is normal. */
  readonly hubspotCalls: {
    readonly state: CallState;
    readonly message: string | null;
    readonly until: IsoDateTime | null;
  };
  /** Where events are looked for that webhooks missed; `message` says why it is not HubSpot's journal, else null. */
  readonly webhookCatchUp: { readonly by: 'journal' | 'modification_date'; readonly message: string | null };
  /** The model today: calls, tokens, cost, limit. */
  readonly modelUsage: UsageReport;
  readonly lastErrors: readonly ActivityItem[];
  /** Every property that an enrichment may write, per object type. */
  readonly mayWrite: Readonly<Record<string, readonly MayWrite[]>>;
  /** What automation may make, and when; empty while every switch is off. */
  readonly mayCreate: readonly MayCreate[];
  readonly notes: readonly string[];
}

/** Tells an admin how the connection stands, what is missing, what failed last, and what the app may write. */
export async function viewHealth(deps: ViewHealthDeps, installation: Installation): Promise<PortalHealth> {
  const { organizationId, portalId, status, statusReason, installedAt, scopes } = installation;
  const [settings, register, errors, checks, missing, use, hold, journal] = await Promise.all([
    deps.settings.read(organizationId),
    deps.register.readState(),
    deps.activity.list({ organizationId, cursor: null, limit: LAST_ERRORS, status: 'failed' }),
    deps.readiness.check(),
    findMissingProperties(deps, installation),
    deps.usage.readToday(organizationId),
    deps.holds.readHold(portalId),
    deps.bookmark.read(),
  ]);
  const queue = checks.find(({ name }) => name === 'queue');
  return {
    connection: { status, message: statusReason, portalId, installedAt },
    // A private app's token does not tell its scopes; HubSpot names a missing one when it is needed.
    scopes: {
      granted: scopes,
      missing: installation.authKind === 'oauth' ? deps.requiredScopes.filter((scope) => !scopes.includes(scope)) : [],
    },
    missingProperties: missing.properties,
    missingPropertiesUnknownBecause: missing.unknownBecause,
    register: { ...register, ...describeRegisterAge(register.snapshotOn, deps.clock.now().toISOString().slice(0, 10)) },
    queue: { ok: queue?.ok ?? false, message: queue?.message ?? null },
    hubspotCalls: {
      state: hold.state,
      message: HOLD_MESSAGES[hold.state],
      until: hold.until?.toISOString() ?? null,
    },
    webhookCatchUp: describeCatchUp(journal),
    modelUsage: reportUsage(use, settings.limits.modelTokensPerDay),
    lastErrors: errors.items,
    mayWrite: listMayWrite(settings),
    mayCreate: listMayCreate(settings.automation),
    notes: deps.configurationNotes,
  };
}

function describeCatchUp(place: JournalPlace | undefined): PortalHealth['webhookCatchUp'] {
  if (place !== undefined && place.unavailableBecause === null) return { by: 'journal', message: null };
  const because = place?.unavailableBecause ?? 'It was not read yet.';
  const message = `HubSpot’s webhooks journal is not read. ${because} What webhooks miss is found by modification date.`;
  return { by: 'modification_date', message };
}

async function findMissingProperties(deps: ViewHealthDeps, installation: Installation) {
  if (installation.status === 'disconnected')
    return { properties: null, unknownBecause: 'the account is not connected' };
  const session = openCrmSession(deps, installation, 'interactive');
  try {
    const found = await Promise.all(
      OBJECT_TYPES.map(async (objectType) => {
        const present = new Set((await deps.crm.readProperties(session, objectType)).map(({ name }) => name));
        return [objectType, OPPSPOT_PROPERTIES.map(({ name }) => name).filter((name) => !present.has(name))] as const;
      }),
    );
    return { properties: Object.fromEntries(found), unknownBecause: null };
  } catch (error) {
    return {
      properties: null,
      unknownBecause: error instanceof AppError ? error.message : 'HubSpot could not be asked',
    };
  }
}
