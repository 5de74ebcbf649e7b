import { type RunningLocalApi, startLocalApi } from '../http/start-local-api.ts';
import type { OppspotCompanyBody } from './oppspot-company.ts';
import { makeOppspotRouter } from './oppspot-router.ts';

/** Starts a local oppSpot that knows these companies. */
export function startOppspot(companies: readonly OppspotCompanyBody[]): Promise<RunningLocalApi> {
  return startLocalApi('key-of-the-local-oppspot', (deps) => makeOppspotRouter({ ...deps, companies }));
}
