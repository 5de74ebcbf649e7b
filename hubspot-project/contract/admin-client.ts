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
import type { SettingsWire } from './settings.ts';

/** What a target must suit. */
export interface MappingShape {
  readonly source: string;
  /** Named transform, or null. */
  readonly transform: string | null;
}

/** The routes that settings and app pages use, typed; nothing here throws. */
export interface AdminClient {
  readSettings(): Promise<Answer<SettingsAnswer>>;
  /** Replaces all settings; what is wrong comes back as 422 with fields. */
  saveSettings(settings: SettingsWire): Promise<Answer<SettingsAnswer>>;
  readHealth(): Promise<Answer<HealthWire>>;
  /** All properties of a type, or those that a mapping can write to. */
  readProperties(objectType: ObjectTypeName, suiting?: MappingShape): Promise<Answer<PropertiesAnswer>>;
  readAutomationOptions(): Promise<Answer<AutomationOptionsWire>>;
  disconnect(removeProperties: boolean): Promise<Answer<ReceiptAnswer>>;
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
    readHealth: () => call(healthSchema, '/health', 'GET'),
    readProperties: (objectType, suiting) =>
      call(propertiesAnswerSchema, `/properties/${objectType}${suiting ? queryOf(suiting) : ''}`, 'GET'),
    readAutomationOptions: () => call(automationOptionsSchema, '/automation/options', 'GET'),
    disconnect: (removeProperties) => call(receiptAnswerSchema, '/installation', 'DELETE', { removeProperties }),
  };
}

function queryOf({ source, transform }: MappingShape): string {
  return `?source=${encodeURIComponent(source)}${transform === null ? '' : `&transform=${encodeURIComponent(transform)}`}`;
}
