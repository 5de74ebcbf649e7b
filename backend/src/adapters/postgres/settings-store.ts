import { z } from 'zod';
import type { FieldMapping, ObjectType, PortalSettings } from '../../domain/portal/settings.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { logSettingChanges } from './log-setting-changes.ts';
import type { Database, TenantTransaction } from './make-database.ts';
import { readSettings, recallSettings, settingsColumns, settingsRow } from './stored-settings.ts';

/** Settings in Postgres: one JSON value a portal, its field mappings as rows, and who changed what. */
export function makeSettingsStore(options: {
  readonly database: Database;
  /** Settings of a portal whose admin changed nothing. */
  readonly defaults: () => PortalSettings;
}): SettingsStore {
  const { database, defaults } = options;
  return {
    async read(organizationId) {
      const recalled = recallSettings(organizationId);
      const rows = await database.readAsTenant(organizationId, {
        name: 'read_settings',
        text: `SELECT ${settingsColumns('$1')}`,
        values: [recalled?.version ?? ''],
      });
      return readSettings(defaults(), organizationId, settingsRow.parse(rows[0]), recalled);
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
        await logSettingChanges(tx, organizationId, { userId: changedByUserId, callerId: changedByCaller }, changes);
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
