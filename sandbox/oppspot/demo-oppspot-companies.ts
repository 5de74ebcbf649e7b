import { dayDaysAgo } from '../seed/demo-day.ts';
import { REGISTER_ENTRIES } from '../seed/demo-register.ts';
import type { OppspotCompanyBody, OppspotSignalBody } from './oppspot-company.ts';

/** The key with which the demo asks. */
export const DEMO_OPPSPOT_KEY = 'demo-key-of-the-local-oppspot';

/** An event as the demo tells it. */
interface DemoSignal
  extends Pick<OppspotSignalBody, 'signal_type' | 'headline' | 'signal_strength' | 'confidence_score'> {
  readonly daysAgo: number;
  /** Path of the press release on the invented news site. */
  readonly page: string;
}

interface DemoKnowledge {
  readonly domain: string;
  readonly financials?: {
    readonly turnover: number | null;
    readonly netAssets: number | null;
    readonly employees: number | null;
  };
  readonly signals: readonly DemoSignal[];
}

const NEWS = 'https://news.example';
/** The accounts that the figures come from ended so long ago. */
const PERIOD_ENDED_DAYS_AGO = 240;

/** What oppSpot knows of a handful of the demo's invented companies; nothing here is about a real one. */
const KNOWLEDGE: Readonly<Record<string, DemoKnowledge>> = {
  '99900101': {
    domain: 'thistledown.example',
    financials: { turnover: 6_400_000, netAssets: 1_850_000, employees: 64 },
    signals: [
      // The allotment of these shares is among the documents of the local Companies House.
      {
        signal_type: 'funding_round',
        headline: 'Thistledown Analytics raises £3.2m led by the invented Quernstone Fund',
        signal_strength: 'very_strong',
        confidence_score: 0.92,
        daysAgo: 46,
        page: '/thistledown-raises-3-2m',
      },
      {
        signal_type: 'partnership',
        headline: 'Thistledown Analytics and the invented Harrowbeck Foods forecast together',
        signal_strength: 'moderate',
        confidence_score: 0.8,
        daysAgo: 20,
        page: '/thistledown-harrowbeck',
      },
    ],
  },
  '99900102': {
    domain: 'copperbeck.example',
    financials: { turnover: 1_900_000, netAssets: 310_000, employees: 23 },
    signals: [
      {
        signal_type: 'technology_adoption',
        headline: 'Copperbeck Cloud moves its customers to Kubernetes',
        signal_strength: 'moderate',
        confidence_score: 0.7,
        daysAgo: 55,
        page: '/copperbeck-kubernetes',
      },
    ],
  },
  '99900103': {
    domain: 'gannetrowe.example',
    financials: { turnover: 14_200_000, netAssets: null, employees: 118 },
    signals: [
      {
        signal_type: 'merger_acquisition',
        headline: 'Gannet & Rowe takes over the invented consultancy Teasel Partners',
        signal_strength: 'strong',
        confidence_score: 0.85,
        daysAgo: 70,
        page: '/gannet-rowe-teasel',
      },
    ],
  },
  '99900104': {
    domain: 'saltmarsh.example',
    signals: [
      {
        signal_type: 'product_launch',
        headline: 'Saltmarsh Studio launches a design kit for museums',
        signal_strength: 'moderate',
        confidence_score: 0.75,
        daysAgo: 33,
        page: '/saltmarsh-museum-kit',
      },
    ],
  },
  '99900105': {
    domain: 'pellworth.example',
    signals: [
      {
        signal_type: 'regulatory_change',
        headline: 'Pellworth Systems is certified for work on public records',
        signal_strength: 'weak',
        confidence_score: 0.6,
        daysAgo: 28,
        page: '/pellworth-certified',
      },
    ],
  },
  // Its record has a name and a domain but no place: the domain settles which company is meant.
  '99900307': { domain: 'juniperwharf.example', signals: [] },
};

/** The demo's companies as the local oppSpot shows them; every date counts from `today`. */
export function makeDemoOppspotCompanies(today: Date): readonly OppspotCompanyBody[] {
  return REGISTER_ENTRIES.flatMap(({ number, name }) => {
    const known = KNOWLEDGE[number];
    return known === undefined ? [] : [companyOf(number, name, known, today)];
  });
}

function companyOf(number: string, name: string, known: DemoKnowledge, today: Date): OppspotCompanyBody {
  return {
    id: `demo-${number}`,
    name,
    company_number: number,
    domains: [known.domain],
    url: null,
    financials: known.financials
      ? {
          as_of: dayDaysAgo(today, PERIOD_ENDED_DAYS_AGO),
          turnover_gbp: known.financials.turnover,
          net_assets_gbp: known.financials.netAssets,
          employees: known.financials.employees,
          document: { title: `Annual report of ${name}`, url: `${NEWS}/reports/${number}` },
        }
      : null,
    signals: known.signals.map(({ daysAgo, page, ...signal }, index) => ({
      ...signal,
      id: `${number}-${index + 1}`,
      signal_date: dayDaysAgo(today, daysAgo),
      documents: [{ title: signal.headline, url: `${NEWS}${page}` }],
      filing_transaction_id: null,
    })),
  };
}
