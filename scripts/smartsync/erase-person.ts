import { makeKeyRing } from '../../backend/src/adapters/crypto/key-ring.ts';
import { makeTenantVault } from '../../backend/src/adapters/crypto/tenant-vault.ts';
import { makeHubspotCrm } from '../../backend/src/adapters/hubspot/hubspot-crm.ts';
import { makeHubspotOauth } from '../../backend/src/adapters/hubspot/oauth.ts';
import { makeErasureStore } from '../../backend/src/adapters/postgres/erasure-store.ts';
import { makeInstallationStore } from '../../backend/src/adapters/postgres/installation-store.ts';
import type { Database } from '../../backend/src/adapters/postgres/make-database.ts';
import { makeWebhookStore } from '../../backend/src/adapters/postgres/webhook-store.ts';
import { makeWrappedKeyStore } from '../../backend/src/adapters/postgres/wrapped-key-store.ts';
import { systemClock } from '../../backend/src/adapters/system/clock.ts';
import { makeLogger } from '../../backend/src/adapters/system/logger.ts';
import { parseConfig } from '../../backend/src/config.ts';
import { erasePerson, type PersonErased } from '../../backend/src/use-cases/erase-person.ts';
import { WEBHOOK_TASKS } from '../../backend/src/use-cases/sort-webhooks.ts';
import { listPortals } from './list-portals.ts';

/**
 * Forgets a person in every account: the contacts that HubSpot finds under the address, where the product's own
 * environment lets this command ask it, and those whose kept data name it.
 *
 * @returns what was done, a line an account
 */
export async function eraseEverywhere(
  database: Database,
  email: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { deps, installations, close } = makeDeps(database, env);
  try {
    const lines: string[] = [];
    for (const { organizationId } of await listPortals(database)) {
      const installation = await installations.findByOrganizationId(organizationId);
      if (installation) lines.push(describe(await erasePerson(deps, { installation, email })));
    }
    return lines.length === 0 ? 'No account was ever installed here.' : lines.join('\n');
  } finally {
    close();
  }
}

function makeDeps(database: Database, env: Readonly<Record<string, string | undefined>>) {
  const logger = makeLogger('silent');
  const parsed = parseConfig(env);
  const config = parsed.kind === 'invalid' ? undefined : parsed.config;
  const vault = makeTenantVault({
    ring: makeKeyRing(config?.encryptionKeys ?? []),
    keys: makeWrappedKeyStore(database),
  });
  const installations = makeInstallationStore({ database, vault });
  const hubspot = config?.hubspot;
  const { clientId, clientSecret } = hubspot ?? {};
  const mayAsk = hubspot && (hubspot.accessToken !== undefined || (clientId && clientSecret));
  const crm = mayAsk ? makeHubspotCrm({ baseUrl: hubspot.apiUrl, logger }) : undefined;
  const oauth =
    hubspot && clientId && clientSecret
      ? makeHubspotOauth({ ...hubspot, clientId, clientSecret, clock: systemClock, logger })
      : undefined;
  const deps = {
    erasures: makeErasureStore(database),
    webhooks: makeWebhookStore(database, WEBHOOK_TASKS),
    changes: crm,
    installations,
    oauth,
    clock: systemClock,
    logger,
    privateAppToken: hubspot?.accessToken,
    cache: new Map(),
  };
  return { deps, installations, close: () => crm?.close() };
}

function describe({ portalId, contacts, rows, problem }: PersonErased): string {
  const done =
    contacts === 0
      ? 'nothing is kept of this person'
      : `${contacts} ${contacts === 1 ? 'contact' : 'contacts'} forgotten, ${rows} rows erased`;
  const asked = problem === null ? '' : `; HubSpot could not be asked which contacts have this address (${problem})`;
  return `account ${portalId}: ${done}${asked}`;
}
