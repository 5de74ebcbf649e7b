/** The wire contract between HubSpot's side and the backend: the only code that both share. */
export * from './automation-options.ts';
export * from './bulk.ts';
export * from './client.ts';
export * from './enrichment.ts';
export * from './errors.ts';
export * from './object-type.ts';
export * from './requests.ts';
export * from './score-history.ts';
export * from './settings.ts';
