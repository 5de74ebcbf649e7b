import type { HttpDeps } from '../../backend/src/http/app.ts';
import { makeAuthenticateJwt } from '../../backend/src/http/authenticate-jwt.ts';

/** The dashboard's routes where nobody is signed in, for tests of other routes. */
export function dashboardWithoutSessions(unused: () => Promise<never>): HttpDeps['dashboard'] {
  return {
    dashboard: {
      edge: {
        usesSecureCookies: true,
        ownOrigins: [],
        beginSession: unused,
        findSession: async () => undefined,
        lookAtSession: async () => undefined,
        endSession: unused,
      },
      limitSession: (_request, _response, next) => next(),
      findTenant: async () => undefined,
      listIntegrations: async () => [],
      findIntegration: async () => undefined,
    },
    authenticate: makeAuthenticateJwt(undefined),
    hubspotAppUrl: 'https://app.hubspot.example',
    viewOverview: unused,
    hasOauth: false,
    connectCrm: unused,
    disconnectCrm: unused,
    changeConnection: unused,
    viewHealth: unused,
    history: { list: unused },
    findEnrichment: unused,
    requestEnrichment: unused,
    undoEnrichment: unused,
    listBulkRuns: unused,
    estimateBulk: unused,
    startBulk: unused,
    stopBulk: unused,
    resumeBulk: unused,
    undoBulk: unused,
    readSettings: unused,
    saveSettings: unused,
    readProperties: unused,
    transformNames: [],
    listDays: unused,
    readTokenLimit: unused,
    readPulse: unused,
    lookEveryMs: 1_000,
    stopping: new AbortController().signal,
  };
}
