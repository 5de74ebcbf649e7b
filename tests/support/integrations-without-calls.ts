import type { IntegrationRoutesDeps } from '../../backend/src/http/routes/integrations/integrations.ts';
import { silentLogger } from './silent-logger.ts';

/** The routes of the integration API where none is called, for tests of which there are and of other routes. */
export function integrationsWithoutCalls(unused: () => Promise<never>): IntegrationRoutesDeps {
  return {
    logger: silentLogger,
    api: {
      authenticate: unused,
      limitOrganization: () => {},
      findTenant: unused,
      listIntegrations: unused,
      findIntegration: unused,
    },
    connectCrm: unused,
    disconnectCrm: unused,
    syncContact: unused,
    syncCompany: unused,
    syncBatch: unused,
    listLogs: unused,
    answerOnce: unused,
    readSettings: unused,
    saveSettings: unused,
    readProperties: unused,
  };
}
