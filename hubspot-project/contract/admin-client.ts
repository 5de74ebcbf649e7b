import { type ActivityAnswer, activityAnswerSchema } from './activity.ts';
import {
  type PropertiesAnswer,
  propertiesAnswerSchema,
  type ReceiptAnswer,
  receiptAnswerSchema,
  type SettingsAnswer,
  settingsAnswerSchema,
} from './administration.ts';
import { type AutomationOptionsWire, automationOptionsSchema } from './automation-options.ts';
import { type Answer, type FetchLike, makeCall } from './client.ts';
import { type HealthWire, healthSchema } from './health.ts';
import type { ObjectTypeName } from './object-type.ts';
import { type OverviewWire, overviewSchema } from './overview.ts';
import { type EnrichmentAnswer, enrichmentAnswerSchema } from './requests.ts';
import { type ScorePreviewAnswer, type ScorePreviewRequest, scorePreviewAnswerSchema } from './score-preview.ts';
import type { SettingsWire } from './settings.ts';

/** What a target must suit. */
export interface MappingShape {
  readonly source: string;
  /** Named transform, or null. */
  readonly transform: string | null;
}

/** Which part of the activity is asked for. */
export interface ActivityFilter {
  readonly status: 'success' | 'failed' | 'pending' | null;
  /** `nextCursor` of the page before; null for the first. */
  readonly cursor: string | null;
  /** 1–100. */
  readonly limit: number;
}

/** The routes that settings and app pages use, typed; nothing here throws. */
export interface AdminClient {
  readSettings(): Promise<Answer<SettingsAnswer>>;
  /** Replaces all settings; what is wrong comes back as 422 with fields. */
  saveSettings(settings: SettingsWire): Promise<Answer<SettingsAnswer>>;
  /** What these rules would do to scores; stores nothing. */
  previewScores(rules: ScorePreviewRequest): Promise<Answer<ScorePreviewAnswer>>;
  readHealth(): Promise<Answer<HealthWire>>;
  /** All properties of a type, or those that a mapping can write to. */
  readProperties(objectType: ObjectTypeName, suiting?: MappingShape): Promise<Answer<PropertiesAnswer>>;
  readAutomationOptions(): Promise<Answer<AutomationOptionsWire>>;
  disconnect(removeProperties: boolean): Promise<Answer<ReceiptAnswer>>;
  readOverview(): Promise<Answer<OverviewWire>>;
  readActivity(filter: ActivityFilter): Promise<Answer<ActivityAnswer>>;
  /** Takes back all that one run wrote and was not edited since. */
  undoEnrichment(id: string): Promise<Answer<EnrichmentAnswer>>;
}

/**
 * Makes the admin's client of one backend.
 *
 * @param baseUrl https origin without a trailing slash, as for the card's client
 * @param send    `hubspot.fetch` in an extension; the same shape in tests
 */
export function makeAdminClient(baseUrl: string, send: FetchLike): AdminClient {
  const call = makeCall(baseUrl, send);
  return {
    readSettings: () => call(settingsAnswerSchema, '/settings', 'GET'),
    saveSettings: (settings) => call(settingsAnswerSchema, '/settings', 'PUT', { settings }),
    previewScores: (rules) => call(scorePreviewAnswerSchema, '/settings/score-preview', 'POST', rules),
    readHealth: () => call(healthSchema, '/health', 'GET'),
    readProperties: (objectType, suiting) =>
      call(propertiesAnswerSchema, `/properties/${objectType}${suiting ? queryOf(suiting) : ''}`, 'GET'),
    readAutomationOptions: () => call(automationOptionsSchema, '/automation/options', 'GET'),
    disconnect: (removeProperties) => call(receiptAnswerSchema, '/installation', 'DELETE', { removeProperties }),
    readOverview: () => call(overviewSchema, '/overview', 'GET'),
    readActivity: ({ status, cursor, limit }) => {
      const more = `${status ? `&status=${status}` : ''}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
      return call(activityAnswerSchema, `/activity?limit=${limit}${more}`, 'GET');
    },
    undoEnrichment: (id) => call(enrichmentAnswerSchema, `/enrichments/${id}/undo`, 'POST', {}),
  };
}

function queryOf({ source, transform }: MappingShape): string {
  return `?source=${encodeURIComponent(source)}${transform === null ? '' : `&transform=${encodeURIComponent(transform)}`}`;
}
