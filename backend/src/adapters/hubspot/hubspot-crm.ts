import type { AutomationCrm } from '../../ports/automation-crm.ts';
import type { BulkAutomationCrm } from '../../ports/bulk-automation.ts';
import type { BulkCrm } from '../../ports/bulk-crm.ts';
import type { Crm, CrmSession } from '../../ports/crm.ts';
import type { CrmChanges } from '../../ports/crm-changes.ts';
import type { SyncCrm } from '../../ports/sync-crm.ts';
import type { WorkflowCallbacks } from '../../ports/workflow-callbacks.ts';
import { HUBSPOT_API_VERSION } from './api-version.ts';
import { makeAutomationCrm } from './automation-crm.ts';
import { makeBulkCrm } from './batch-read.ts';
import { updateRecords } from './batch-update.ts';
import { makeCrmChanges } from './crm-changes.ts';
import { ensureProperties } from './ensure-properties.ts';
import { readAccount, readDealPipelines, readOwnerIds } from './portal-facts.ts';
import { readProperties, removeProperties } from './property-definitions.ts';
import { findCompaniesByDomain, readRecord, updateRecord } from './records.ts';
import { makeSyncCrm } from './synced-records.ts';
import { type HubspotTransport, type HubspotTransportOptions, makeHubspotTransport } from './transport.ts';
import { makeWorkflowCallbacks } from './workflow-callbacks.ts';

/** The CRM port over HubSpot, with what only HubSpot has. */
export interface HubspotCrm
  extends Crm,
    BulkCrm,
    AutomationCrm,
    BulkAutomationCrm,
    CrmChanges,
    SyncCrm,
    WorkflowCallbacks {
  /** Closes idle connections; for the end of the process. */
  close(): void;
}

/** Makes the CRM port over HubSpot's dated API. Every method throws what the port's contract names. */
export function makeHubspotCrm(options: HubspotTransportOptions): HubspotCrm {
  const transport = makeHubspotTransport(options);
  return {
    readRecord: (session, input) => readRecord(transport, session, input),
    updateRecord: (session, input) => updateRecord(transport, session, input),
    updateRecords: (session, objectType, updates) => updateRecords(transport, session, objectType, updates),
    findCompaniesByDomain: (session, domain, properties) =>
      findCompaniesByDomain(transport, session, domain, properties),
    ensureProperties: (session, objectType, definitions) =>
      ensureProperties(transport, session, objectType, definitions),
    removeProperties: (session, objectType, names) => removeProperties(transport, session, objectType, names),
    readProperties: (session, objectType, names) => readProperties(transport, session, objectType, names),
    readAccount: (session) => readAccount(transport, session),
    readOwnerIds: (session) => readOwnerIds(transport, session),
    readDealPipelines: (session) => readDealPipelines(transport, session),
    uninstall: (session) => uninstall(transport, session),
    ...makeBulkCrm(transport),
    ...makeAutomationCrm(transport),
    ...makeSyncCrm(transport),
    ...makeCrmChanges(transport),
    ...makeWorkflowCallbacks(transport),
    close: () => transport.close(),
  };
}

async function uninstall(transport: HubspotTransport, session: CrmSession): Promise<void> {
  const path = `/appinstalls/${HUBSPOT_API_VERSION}/external-install`;
  await transport.call(session, { method: 'DELETE', path, isRepeatable: true, handledStatuses: [404] });
}
