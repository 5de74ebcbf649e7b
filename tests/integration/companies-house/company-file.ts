import type { CompanyFile } from '../../../sandbox/companies-house/company-file.ts';

/** The day so many days ago. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** A living company with a new director and an allotment of shares, in the form of the API. */
export function companyFile(companyNumber: string, name: string): CompanyFile {
  return {
    profile: {
      company_number: companyNumber,
      company_name: name,
      company_status: 'active',
      type: 'ltd',
      etag: 'f'.repeat(40),
      date_of_creation: '2016-03-14',
      registered_office_address: { address_line_1: '1 Loom Street', locality: 'Leeds', postal_code: 'LS1 4AP' },
      accounts: {
        last_accounts: { type: 'small', made_up_to: '2025-12-31' },
        next_accounts: { due_on: '2099-12-31', overdue: false },
      },
      confirmation_statement: { next_due: '2099-12-31' },
    },
    officers: [
      { name: 'PERSON, Invented', officer_role: 'director', appointed_on: daysAgo(20) },
      { name: 'OTHER, Invented', officer_role: 'director', appointed_on: '2016-03-14' },
    ],
    filings: [
      {
        transaction_id: 'MzA1',
        type: 'AP01',
        category: 'officers',
        description: 'appoint-person-director-company-with-name-date',
        date: daysAgo(15),
        action_date: daysAgo(20),
      },
      {
        transaction_id: 'MzA2',
        type: 'SH01',
        category: 'capital',
        description: 'capital-allotment-shares',
        date: daysAgo(40),
        action_date: daysAgo(45),
      },
    ],
    charges: [{ status: 'outstanding' }, { status: 'part-satisfied' }, { status: 'fully-satisfied' }],
    insolvencyCases: [],
  };
}
