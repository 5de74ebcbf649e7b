import type { OppspotCompanyBody, OppspotSignalBody } from '../../../sandbox/oppspot/oppspot-company.ts';

/** The day so many days ago. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** An event in the form of the API: a funding round 40 days ago. */
export function signalBody(members: Partial<OppspotSignalBody> = {}): OppspotSignalBody {
  return {
    id: 'sig_1',
    signal_type: 'funding_round',
    headline: 'Kestrel Loom raises £2m',
    signal_strength: 'strong',
    confidence_score: 0.9,
    signal_date: daysAgo(40),
    documents: [{ title: 'Kestrel Loom raises £2m', url: 'https://news.example/kestrel' }],
    filing_transaction_id: null,
    ...members,
  };
}

/** A company in the form of the API: figures of its accounts and one event. */
export function companyBody(members: Partial<OppspotCompanyBody> = {}): OppspotCompanyBody {
  return {
    id: 'cmp_1',
    name: 'KESTREL LOOM SOFTWARE LIMITED',
    company_number: '99100001',
    domains: ['kestrel-loom.example'],
    url: 'https://oppspot.example/companies/cmp_1',
    financials: {
      as_of: '2025-12-31',
      turnover_gbp: 1_900_000,
      net_assets_gbp: null,
      employees: 23,
      document: { title: 'Annual report 2025', url: 'https://news.example/report' },
    },
    signals: [signalBody()],
    ...members,
  };
}
