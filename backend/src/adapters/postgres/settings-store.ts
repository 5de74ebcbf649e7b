import { z } from 'zod';
import type { SettingChange } from '../../domain/portal/describe-setting-changes.ts';
import type { FieldMapping, ObjectType, PortalSettings } from '../../domain/portal/settings.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { Database, TenantTransaction } from './make-database.ts';
import { readSettings, SETTINGS_JSON } from './stored-settings.ts';

/** Settings in Postgres: one JSON value a portal, its field mappings as rows, and who changed what. */
export function makeSettingsStore(options: {
  readonly database: Database;
  /** Settings of a portal whose admin changed nothing. */
  readonly defaults: () => PortalSettings;
}): SettingsStore {
  const { database, defaults } = options;
  return {
    async read(organizationId) {
      const rows = await database.queryAsTenant(organizationId, {
        name: 'read_settings',
        text: `SELECT ${SETTINGS_JSON} AS settings`,
        values: [],
      });
      return readSettings(defaults(), z.object({ settings: z.string().nullable() }).parse(rows[0]).settings);
    },
    save: ({ organizationId, settings, changedByUserId, changedByCaller, changes }) =>
      database.withTenant(organizationId, async (tx) => {
        const { fields, ...rest } = settings;
        const values = { settings: z.record(z.string(), z.json()).parse(rest), updatedAt: new Date() };
        await tx.portalSetting.upsert({
          where: { organizationId },
          create: { organizationId, ...values },
          update: values,
        });
        await replaceMappings(tx, organizationId, fields);
        // Runs of today are counted anew: while there was no cap none were.
        await tx.enrichmentRunsDaily.deleteMany({ where: { organizationId } });
        if (changes.length > 0)
          await logChanges(tx, organizationId, { userId: changedByUserId, callerId: changedByCaller }, changes);
        return settings;
      }),
  };
}

async function replaceMappings(
  tx: TenantTransaction,
  organizationId: string,
  fields: Readonly<Record<ObjectType, readonly FieldMapping[]>>,
): Promise<void> {
  await tx.crmFieldMapping.deleteMany({ where: { organizationId } });
  const data = (['contacts', 'companies', 'deals'] as const).flatMap((objectType) =>
    fields[objectType].map((mapping, position) => ({
      organizationId,
      objectType,
      position,
      oppspotField: mapping.source,
      crmField: mapping.target,
      transform: mapping.transform,
      policy: mapping.policy,
      respectHumanEdits: mapping.respectHumanEdits,
    })),
  );
  await tx.crmFieldMapping.createMany({ data });
}

interface Changer {
  readonly userId: number | null;
  readonly callerId: string | undefined;
}

/** Some issuers put an address into `sub`; the log holds none. */
function describeChanger({ userId, callerId }: Changer): string {
  if (userId !== null) return `user ${userId}`;
  if (callerId === undefined) return 'the system';
  return callerId.includes('@') ? 'a user of the API' : `user ${callerId} of the API`;
}

async function logChanges(
  tx: TenantTransaction,
  organizationId: string,
  by: Changer,
  changes: readonly SettingChange[],
): Promise<void> {
  const changedNames = changes.map(({ setting }) => setting);
  const listed = changes.map((change) => ({ ...change }));
  await tx.portalSettingChange.create({
    data: {
      organizationId,
      changedByUserId: by.userId === null ? null : BigInt(by.userId),
      changedNames,
      changes: listed,
    },
  });
  await tx.crmSyncLog.create({
    data: {
      organizationId,
      kind: 'settings',
      syncType: 'settings',
      operation: 'update',
      status: 'success',
      message: `changed by ${describeChanger(by)}: ${changedNames.join(', ')}`,
      settingChanges: listed,
    },
  });
}
