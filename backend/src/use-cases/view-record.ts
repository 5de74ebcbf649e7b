import type { Enrichment } from '../domain/enrichment/enrichment.ts';
import type { Feedback } from '../domain/enrichment/feedback.ts';
import { mayAdminister } from '../domain/portal/may-administer.ts';
import type { ObjectType, PortalSettings } from '../domain/portal/settings.ts';
import type { ScoreHistoryEntry } from '../domain/scoring/score-history.ts';
import type { EnrichmentStore } from '../ports/enrichment-store.ts';
import type { FeedbackStore } from '../ports/feedback-store.ts';
import type { ConnectionStatus, Installation } from '../ports/installation-store.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

/** Who looks at which record. */
export interface ViewRecordInput {
  readonly installation: Installation;
  readonly userId: number | null;
  readonly objectType: ObjectType;
  readonly objectId: string;
}

/** What the card shows at once. */
export interface RecordView {
  readonly enrichment: Enrichment | null;
  /** What the record scored, the newest first; the present score is among it. */
  readonly history: readonly ScoreHistoryEntry[];
  /** What people called not useful on this record. */
  readonly feedback: readonly Feedback[];
  readonly settings: {
    readonly icpCriteria: number;
    readonly coverageFloor: number;
    readonly autoAcceptConfidence: number;
    readonly weights: PortalSettings['scoring']['weights'];
    readonly isAdmin: boolean;
  };
  readonly connection: { readonly status: ConnectionStatus; readonly message: string | null };
}

/** Gives what we know of a record from our own store, without asking HubSpot: the first paint of a card. */
export async function viewRecord(
  deps: { readonly enrichments: EnrichmentStore; readonly settings: SettingsStore; readonly feedback: FeedbackStore },
  input: ViewRecordInput,
): Promise<RecordView> {
  const { installation, objectType, objectId } = input;
  const { organizationId } = installation;
  const [{ enrichment, history }, settings, feedback] = await Promise.all([
    deps.enrichments.viewRecord(organizationId, objectType, objectId),
    deps.settings.read(organizationId),
    deps.feedback.list({ organizationId, objectType, objectId }),
  ]);
  return {
    enrichment: enrichment ?? null,
    history,
    feedback,
    settings: {
      icpCriteria: settings.icp.criteria.length,
      coverageFloor: settings.scoring.coverageFloor,
      autoAcceptConfidence: settings.matching.autoAcceptConfidence,
      weights: settings.scoring.weights,
      isAdmin: mayAdminister(installation.installedByUserId, settings, input.userId),
    },
    connection: { status: installation.status, message: installation.statusReason },
  };
}
