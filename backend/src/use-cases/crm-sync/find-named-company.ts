import { companyIdOfNumber, companyNumberOfId } from '../../domain/company/company.ts';
import type { NamedCompany, SyncDeps } from './sync-work.ts';

/** Finds which company the caller's id means: our id of a register company, or its number. */
export async function findNamedCompany(
  deps: Pick<SyncDeps, 'register'>,
  companyId: string | undefined,
): Promise<NamedCompany> {
  const id = companyId?.trim();
  if (!id) return { kind: 'none' };
  const number = companyNumberOfId(id);
  const company = number === undefined ? undefined : await deps.register.readCompany(number);
  return company && number !== undefined
    ? { kind: 'known', id: companyIdOfNumber(number), name: company.name }
    : { kind: 'unknown', id };
}
