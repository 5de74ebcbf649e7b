import { type RunningLocalApi, startLocalApi } from '../http/start-local-api.ts';
import { makeCompaniesHouseRouter } from './companies-house-router.ts';
import type { CompanyFile } from './company-file.ts';

/** Starts a local Companies House that knows these companies. */
export function startCompaniesHouse(companies: readonly CompanyFile[]): Promise<RunningLocalApi> {
  return startLocalApi('key-of-the-local-companies-house', (deps) => makeCompaniesHouseRouter({ ...deps, companies }));
}
