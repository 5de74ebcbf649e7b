import { z } from 'zod';
import type { EnrichmentStore } from '../../ports/enrichment-store.ts';
import type { Database } from './make-database.ts';

const rowSchema = z.object({ companyNumber: z.string(), toldBy: z.enum(['person', 'website', 'oppspot']) });

/** Which company each domain belongs to, per organisation. */
export function makeCompanyDomains(
  database: Database,
): Pick<EnrichmentStore, 'findCompanyByDomain' | 'saveCompanyDomain'> {
  return {
    async findCompanyByDomain(organizationId, domain) {
      const rows = await database.readAsTenant(organizationId, {
        name: 'find_company_domain',
        text: `SELECT company_number AS "companyNumber", told_by AS "toldBy" FROM company_domains
               WHERE organization_id = $1::uuid AND domain = $2`,
        values: [organizationId, domain],
      });
      return rows[0] === undefined ? undefined : rowSchema.parse(rows[0]);
    },
    async saveCompanyDomain({ organizationId, domain, companyNumber, toldBy }) {
      await database.queryAsTenant(organizationId, {
        name: 'save_company_domain',
        text: `INSERT INTO company_domains AS known (organization_id, domain, company_number, told_by)
               VALUES ($1::uuid, $2, $3, $4)
               ON CONFLICT (organization_id, domain) DO UPDATE SET
                 company_number = EXCLUDED.company_number, told_by = EXCLUDED.told_by, updated_at = now()
               WHERE EXCLUDED.told_by = 'person' OR known.told_by <> 'person'`,
        values: [organizationId, domain, companyNumber, toldBy],
      });
    },
  };
}
