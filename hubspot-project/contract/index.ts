/** The wire contract between HubSpot's side and the backend: the only code that both share. */
export * from './activity.ts';
export * from './admin-client.ts';
export * from './administration.ts';
export * from './automation-options.ts';
export * from './bulk.ts';
export * from './client.ts';
export * from './enrichment.ts';
export * from './errors.ts';
export * from './gate-words.ts';
export * from './health.ts';
export * from './object-type.ts';
export * from './overview.ts';
export * from './requests.ts';
export * from './score-history.ts';
export * from './score-preview.ts';
export * from './settings.ts';
