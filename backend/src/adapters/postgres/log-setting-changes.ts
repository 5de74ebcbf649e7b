import { describeCaller } from '../../domain/portal/describe-caller.ts';
import type { SettingChange } from '../../domain/portal/describe-setting-changes.ts';
import type { TenantTransaction } from './make-database.ts';

/** Who changed something: a user of HubSpot, else whom the token or session names, else the system. */
export interface Changer {
  readonly userId: number | null;
  readonly callerId: string | undefined;
}

function describeChanger({ userId, callerId }: Changer): string {
  if (userId !== null) return `user ${userId}`;
  return callerId === undefined ? 'the system' : `${describeCaller(callerId)} of the API`;
}

/** Writes down who changed what from what to what, in the transaction of the change itself; nothing for no change. */
export async function logSettingChanges(
  tx: TenantTransaction,
  organizationId: string,
  by: Changer,
  changes: readonly SettingChange[],
): Promise<void> {
  if (changes.length === 0) return;
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
