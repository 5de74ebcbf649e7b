import type { EnrichmentWire } from '../../hubspot-project/contract/index.ts';
import { datesIn, plain, snippetsOf } from './evidence-words.ts';

type Factor = NonNullable<EnrichmentWire['score']>['parts']['growth']['factors'][number];

const dateAfter = (label: string, text: string) => `${label}: ${datesIn(text)[0] ?? 'no date'}`;
const orNone = (label: string, { value }: Factor) =>
  value === 'never' ? `${label}: NONE` : `${label}: ${datesIn(value)[0]}`;

/** What the cited snippets must hold for each factor; a factor that is not here is one that nobody checks. */
const NEEDED: Readonly<Record<string, (factor: Factor, run: EnrichmentWire) => readonly string[]>> = {
  accounts_filing: ({ value }) => [dateAfter('NEXT ACCOUNTS DUE', value)],
  accounts_category: ({ value }) => [`ACCOUNTS CATEGORY: ${value}`],
  charges: ({ value }) => [`CHARGES: ${value === 'none' ? 0 : value}`],
  insolvency_history: ({ value }) => (value === 'none' ? ['INSOLVENCY CASES: 0'] : ['STATUS: ']),
  confirmation_statement: ({ value }) => [dateAfter('NEXT CONFIRMATION STATEMENT DUE', value)],
  age: ({ reason }) => [dateAfter('INCORPORATED ON', reason)],
  signals: ({ value }, run) => (value === String(positives(run).length) ? [] : [`${positives(run).length} SIGNALS`]),
  category_step: ({ reason }) => reason.replace('Accounts category ', '').split(', then '),
  capital: ({ value }) => [`SHARES LAST ALLOTTED: ${value === 'none' ? 'NEVER' : datesIn(value)[0]}`],
  directors: ({ value }) => [`IN 12 MONTHS: ${Number(value)}`],
  last_contact: (factor) => [orNone('NOTES_LAST_CONTACTED', factor)],
  meetings: () => ['ENGAGEMENTS_LAST_MEETING_BOOKED: '],
  replies: (factor) => [orNone('HS_SALES_EMAIL_LAST_REPLIED', factor)],
  forms: (factor) => [orNone('RECENT_CONVERSION_DATE', factor)],
  open_deal: ({ value }) => [`HS_NUM_OPEN_DEALS: ${value === 'no' ? 0 : ''}`],
  visits: ({ value }) => [`HS_ANALYTICS_NUM_PAGE_VIEWS: ${value === '0' ? '' : value}`],
  must_industry: ({ value }) => value.split(', '),
  should_place: ({ value }) => value.split(', '),
};

function positives(run: EnrichmentWire) {
  return run.signals.filter(({ polarity }) => polarity === 'positive');
}

/** The known factors of a score whose evidence is missing or does not say what the factor says. */
export function unsupportedFactors(run: EnrichmentWire): readonly string[] {
  return Object.values(run.score?.parts ?? {}).flatMap(({ factors }) =>
    factors.flatMap((factor) => {
      const snippets = snippetsOf(run, factor.evidence);
      const needed = NEEDED[factor.name]?.(factor, run);
      const told = `factor ${factor.name} "${factor.value}" (${factor.reason})`;
      if (needed === undefined) return [`${told} is one that this check does not know`];
      if (snippets === undefined) return [`${told} cites no evidence`];
      return needed.filter((words) => !snippets.includes(plain(words))).map((words) => `${told} needs "${words}"`);
    }),
  );
}
