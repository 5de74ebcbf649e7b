import { composeProduct, type Product } from './composition.ts';
import { parseConfig } from './config.ts';
import { AppError } from './domain/errors.ts';
import type { CompanyInput, ContactInput, SyncOptions } from './domain/sync/sync-input.ts';
import { failure, failureOf, SEED_MESSAGES, type SyncFailure, type SyncResult } from './domain/sync/sync-result.ts';
import {
  batchOptionsShape,
  companyShape,
  contactShape,
  optionsShape,
  recordsShape,
} from './http/integration-shapes.ts';
import { parseInput } from './http/parse-input.ts';
import { syncEach } from './http/sync-each.ts';
import type { Integration } from './ports/integration-store.ts';

export type { CompanyInput, ContactInput, SyncOptions, SyncResult };

/** Records of one kind, at most 100. */
export type SyncBatch =
  | { readonly contacts: readonly ContactInput[] }
  | { readonly companies: readonly CompanyInput[] };

/** How a batch ended: one result for each record in its order, or why nothing was begun. */
export type SyncBatchResult = { readonly success: boolean; readonly results: readonly SyncResult[] } | SyncFailure;

/** Syncs contacts and companies from code, as the integration API does. */
export interface SmartSyncOrchestrator {
  syncContact(integrationId: string, contact: ContactInput, options?: SyncOptions): Promise<SyncResult>;
  syncCompany(integrationId: string, company: CompanyInput, options?: SyncOptions): Promise<SyncResult>;
  syncBatch(integrationId: string, batch: SyncBatch, options?: SyncOptions): Promise<SyncBatchResult>;
  /** Waits for enrichments under way and closes every connection; the next call opens them again. */
  close(): Promise<void>;
}

/** Without work for so long the connections are closed, so that a script that is done can end. */
const CLOSE_AFTER_IDLE_MS = 2_000;

let orchestrator: SmartSyncOrchestrator | undefined;

/**
 * The orchestrator of this process, configured by the environment as the product is (contract §2). Nothing is opened
 * before the first call.
 *
 * Its methods never throw for what can go wrong in business: they answer `{success: false, error, code}`.
 */
export function getSmartSyncOrchestrator(): SmartSyncOrchestrator {
  orchestrator ??= makeOrchestrator(makeOpenProduct());
  return orchestrator;
}

function makeOrchestrator(open: OpenProduct): SmartSyncOrchestrator {
  return {
    syncContact: (integrationId, contact, options = {}) =>
      withIntegration(open, integrationId, ({ integration: useCases }, integration) =>
        useCases.syncContact({
          integration,
          contact: parseInput(contactShape, contact),
          options: parseInput(optionsShape, options),
        }),
      ),
    syncCompany: (integrationId, company, options = {}) =>
      withIntegration(open, integrationId, ({ integration: useCases }, integration) =>
        useCases.syncCompany({
          integration,
          company: parseInput(companyShape, company),
          options: parseInput(optionsShape, options),
        }),
      ),
    syncBatch: (integrationId, batch, options = {}) =>
      withIntegration(open, integrationId, async ({ integration: useCases }, integration) => {
        const shared = { integration, options: parseInput(batchOptionsShape, options) };
        const results =
          'contacts' in batch
            ? await syncEach(
                { name: 'contacts', shape: contactShape, records: parseInput(recordsShape, batch.contacts) },
                (contacts) => useCases.syncBatch({ ...shared, entityType: 'contact', contacts }),
              )
            : await syncEach(
                { name: 'companies', shape: companyShape, records: parseInput(recordsShape, batch.companies) },
                (companies) => useCases.syncBatch({ ...shared, entityType: 'company', companies }),
              );
        return { success: results.every(({ success }) => success), results };
      }),
    close: () => open.close(),
  };
}

async function withIntegration<T>(
  open: OpenProduct,
  integrationId: string,
  work: (product: Product, integration: Integration) => Promise<T>,
): Promise<T | SyncFailure> {
  try {
    return await open.use(async (product) => {
      const integration = await findIntegration(product, integrationId);
      if (!integration?.isActive) return failure('INTEGRATION_NOT_FOUND', SEED_MESSAGES.notFound);
      return work(product, integration);
    });
  } catch (error) {
    return failureOf(error);
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function findIntegration({ integration }: Product, integrationId: string): Promise<Integration | undefined> {
  if (!UUID.test(integrationId)) return undefined;
  const tenantId = await integration.findTenantOfIntegration(integrationId);
  return tenantId === undefined ? undefined : integration.findIntegration(tenantId, integrationId);
}

/** The product while somebody uses it. */
interface OpenProduct {
  use<T>(work: (product: Product) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

function makeOpenProduct(): OpenProduct {
  let opening: Promise<Product> | undefined;
  let users = 0;
  let idle: NodeJS.Timeout | undefined;
  const close = async () => {
    clearTimeout(idle);
    const opened = opening;
    opening = undefined;
    const product = await opened?.catch(() => undefined);
    await product?.finishRunning();
    await product?.stop();
  };
  return {
    use: async (work) => {
      clearTimeout(idle);
      users += 1;
      try {
        opening ??= compose();
        return await work(await opening);
      } catch (error) {
        if (users === 1 && (await isBroken(opening))) opening = undefined;
        throw error;
      } finally {
        users -= 1;
        if (users === 0) idle = setTimeout(() => void close(), CLOSE_AFTER_IDLE_MS);
      }
    },
    close,
  };
}

/** A product that could not be opened is tried again with the next call. */
async function isBroken(opening: Promise<Product> | undefined): Promise<boolean> {
  return (
    opening === undefined ||
    (await opening.then(
      () => false,
      () => true,
    ))
  );
}

async function compose(): Promise<Product> {
  const parsed = parseConfig(process.env);
  if (parsed.kind === 'valid') return composeProduct(parsed.config);
  throw new AppError('not_configured', `smartsync is not configured: ${parsed.problems.join('; ')}`);
}
