import { stripContactDetails } from '../../lib/strip-contact-details.ts';
import type { CompanyFacts, Known } from '../company/company-facts.ts';
import { dayInWords, dayOf, daysBetween } from '../days.ts';
import type { SignalEvent } from '../signals/signal.ts';
import type { IsoDate, IsoDateTime } from '../time.ts';
import type { Evidence } from './evidence.ts';
import type { MergeableAnswer } from './merge-source-answers.ts';
import type {
  OppspotCompany,
  OppspotDocument,
  OppspotFinancials,
  OppspotKind,
  OppspotSignal,
} from './oppspot-company.ts';

/** Older events weigh nothing any more: the slowest decay of docs/scoring.md ends after 1,521 days. */
const MAX_AGE_DAYS = 1_521;
const MAX_SNIPPET = 500;

/** What each kind keeps of its weight per 30 days, and whether it speaks for the company (docs/scoring.md). */
const KINDS = {
  funding_round: { polarity: 'positive', decayPer30Days: 0.95 },
  merger_acquisition: { polarity: 'positive', decayPer30Days: 0.95 },
  partnership: { polarity: 'positive', decayPer30Days: 0.9 },
  product_launch: { polarity: 'positive', decayPer30Days: 0.9 },
  technology_adoption: { polarity: 'positive', decayPer30Days: 0.92 },
  regulatory_change: { polarity: 'neutral', decayPer30Days: 0.9 },
} as const satisfies Record<OppspotKind, Pick<SignalEvent, 'polarity' | 'decayPer30Days'>>;

/**
 * Turns what oppSpot knows about a company into facts, events and evidence.
 *
 * Figures carry the day of their accounts and events their own day, never that of our fetch. What oppSpot does not
 * give is no fact, nor is what is dated after the answer. Signals that cite one document are one event. E-mail addresses and phone numbers are not kept.
 */
export function describeOppspot(company: OppspotCompany, fetchedAt: IsoDateTime): MergeableAnswer {
  const today = dayOf(fetchedAt);
  const told = company.signals.filter(({ occurredOn }) => hasHappened(occurredOn, today));
  const keys = documentKeys(told);
  const financials = company.financials && daysBetween(company.financials.asOf, today) >= 0 ? company.financials : null;
  return {
    facts: {
      ...(financials && figures(financials)),
      eventsWatched: { value: true, observedOn: today, evidence: ['company'] },
    },
    events: told.map((signal) => eventOf(signal, keys)),
    evidence: [
      evidenceOf(fetchedAt, 'company', { title: company.name, url: company.url }, companySnippet(company)),
      ...(financials ? [evidenceOf(fetchedAt, 'financials', financials.document, figuresSnippet(financials))] : []),
      ...told.flatMap((signal) =>
        signal.documents.map((document, index) =>
          evidenceOf(fetchedAt, evidenceId(signal, index), document, signalText(signal)),
        ),
      ),
    ],
  };
}

/** Not too old to count, and not announced for a later day. */
function hasHappened(occurredOn: IsoDate, today: IsoDate): boolean {
  const days = daysBetween(occurredOn, today);
  return days >= 0 && days <= MAX_AGE_DAYS;
}

function figures({ asOf, turnoverGbp, netAssetsGbp, employees }: OppspotFinancials): CompanyFacts {
  const known = (value: number): Known<number> => ({ value, observedOn: asOf, evidence: ['financials'] });
  return {
    ...(turnoverGbp !== null && { turnoverGbp: known(turnoverGbp) }),
    ...(netAssetsGbp !== null && { netAssetsGbp: known(netAssetsGbp) }),
    ...(employees !== null && { employees: known(employees) }),
  };
}

function eventOf(signal: OppspotSignal, keys: ReadonlyMap<string, string>): SignalEvent {
  const { kind, strength, confidence, occurredOn, documents } = signal;
  return {
    kind,
    text: signalText(signal),
    strength,
    confidence,
    ...KINDS[kind],
    occurredOn,
    dedupeKey: keys.get(signal.id) ?? `oppspot:${signal.id}`,
    evidence: documents.map((_, index) => evidenceId(signal, index)),
  };
}

/** Key of the underlying document by signal: the filed one where oppSpot names it, else the page it was read on. */
function documentKeys(signals: readonly OppspotSignal[]): ReadonlyMap<string, string> {
  const keyOfPage = new Map<string, string>();
  return new Map(
    signals.map(({ id, documents, filingId }) => {
      const pages = documents.map(({ url }) => pageOf(url));
      const seen = pages.flatMap((page) => keyOfPage.get(page) ?? [])[0];
      const key = filingId === null ? (seen ?? `document:${pages[0]}`) : `companies_house:${filingId}`;
      for (const page of pages) keyOfPage.set(page, keyOfPage.get(page) ?? key);
      return [id, key];
    }),
  );
}

/** One page has many addresses: with and without www, with marks of where the reader came from. */
function pageOf(address: string): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()])
    if (/^utm_|^(?:fbclid|gclid|ref)$/.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  return `${url.hostname.replace(/^www\./, '')}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}

function signalText({ headline, occurredOn }: OppspotSignal): string {
  return `${stripContactDetails(headline)} (${dayInWords(occurredOn)})`;
}

function figuresSnippet({ asOf, turnoverGbp, netAssetsGbp, employees }: OppspotFinancials): string {
  return [
    `As of ${dayInWords(asOf)}`,
    ...(turnoverGbp === null ? [] : [`Turnover: £${grouped(turnoverGbp)}`]),
    ...(netAssetsGbp === null ? [] : [`Net assets: £${grouped(netAssetsGbp)}`]),
    ...(employees === null ? [] : [`Employees: ${grouped(employees)}`]),
  ].join('; ');
}

function companySnippet({ name, companyNumber, domains, signals }: OppspotCompany): string {
  return [
    `Name: ${name}`,
    ...(companyNumber === null ? [] : [`Company number: ${companyNumber}`]),
    ...(domains.length === 0 ? [] : [`Domains: ${domains.join(', ')}`]),
    `Events known: ${signals.length}`,
  ].join('; ');
}

function evidenceOf(
  fetchedAt: IsoDateTime,
  id: string,
  { title, url }: Pick<OppspotDocument, 'title'> & { readonly url: string | null },
  snippet: string,
): Evidence {
  const words = stripContactDetails(snippet).slice(0, MAX_SNIPPET);
  return { id, source: 'oppspot', url, title: `oppSpot: ${stripContactDetails(title)}`, fetchedAt, snippet: words };
}

function evidenceId({ id }: OppspotSignal, index: number): string {
  return `signal-${id}-${index + 1}`;
}

/** `1234567` as `1,234,567`. */
function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}
