import type { EnrichmentWire } from '../../hubspot-project/contract/index.ts';
import { DEMO_WEIGHTS } from '../../sandbox/seed/demo-icp.ts';
import { mappedSourceOf } from './demo-portal-run.ts';
import { claimsIn, datesIn, plain, snippetsOf } from './evidence-words.ts';
import { unsupportedFactors } from './unsupported-factors.ts';

type Change = EnrichmentWire['changes'][number];
type Part = NonNullable<EnrichmentWire['score']>['parts']['growth'];
type PartName = keyof typeof DEMO_WEIGHTS;

const PARTS: readonly PartName[] = ['financial', 'growth', 'engagement', 'fit'];
/** Maximum points of all factors, known or not; fit has a must and a should in the demo. */
const MAXIMUM = { financial: 100, growth: 100, engagement: 100, fit: 30 };

/** Every value that the run wrote for which the stored enrichment holds no support, with what is missing. */
export function unsupportedValues(run: EnrichmentWire): readonly string[] {
  const written = run.changes.filter((change) => change.written && change.after !== '' && change.after !== null);
  return written.flatMap((change) =>
    whatIsMissing(run, change).map((missing) => `${change.property} = "${change.after}": ${missing}`),
  );
}

function whatIsMissing(run: EnrichmentWire, change: Change): readonly string[] {
  const value = change.after ?? '';
  const expect = (wanted: string | null) => (wanted === value ? [] : [`the enrichment gives "${wanted}"`]);
  const part = /^oppspot_score_(financial|growth|engagement|fit)$/.exec(change.property)?.[1];
  if (part !== undefined) return expect(PARTS.includes(part as PartName) ? partValue(run, part as PartName) : null);
  switch (change.property) {
    case 'oppspot_score':
      return [...expect(totalOf(run)), ...unsupportedFactors(run)];
    case 'oppspot_score_coverage':
      return [...expect(String(Math.round(coverageOf(run) * 100 + 1e-9) / 100)), ...unsupportedFactors(run)];
    case 'oppspot_summary':
      return [...expect(run.summary?.text ?? null), ...claimsMissing(run, value, run.summary?.evidence ?? [])];
    case 'oppspot_signals':
      return [
        ...expect(
          run.signals
            .slice(0, 5)
            .map(({ text }) => text.replaceAll(',', ';'))
            .join(', '),
        ),
        ...run.signals.flatMap((signal) => signalMissing(run, signal)),
      ];
    case 'oppspot_next_actions':
      return [
        ...expect(run.nextActions.map(({ text }) => text).join('\n')),
        ...run.nextActions.flatMap(({ reason }) => reasonMissing(run, reason)),
      ];
    case 'oppspot_deal_stage':
      return expect(stageOf(run));
    case 'oppspot_company_number':
      return [...expect(run.match?.company?.companyNumber ?? null), ...saidByRegister(run, `Company number: ${value}`)];
    case 'oppspot_match_confidence':
      return [
        ...expect(String(Math.round((run.match?.confidence ?? -1) * 100) / 100)),
        ...(run.match?.reasons.length ? [] : ['the match has no reason']),
      ];
    case 'oppspot_enrichment_status':
      return expect(run.status === 'completed' ? 'enriched' : run.status);
    case 'oppspot_last_enriched_at':
      return isWithin(value, run) ? [] : ['the run was at another time'];
    default:
      return mappedSourceOf(run, change.property) === undefined
        ? ['this check does not know where it comes from']
        : value.split(', ').flatMap((words) => saidByRegister(run, words));
  }
}

function unroundedPart({ factors }: Part): number {
  const sum = (pick: 'points' | 'maxPoints') => factors.reduce((total, factor) => total + factor[pick], 0);
  return (100 * sum('points')) / sum('maxPoints');
}

function partOf(run: EnrichmentWire, name: PartName): Part {
  const part = run.score?.parts[name];
  if (!part) throw new Error(`${run.objectType}/${run.objectId} wrote a part of a score and has none`);
  return part;
}

function partValue(run: EnrichmentWire, name: PartName): string {
  return String(Math.floor(unroundedPart(partOf(run, name)) + 0.5 + 1e-9));
}

function coverageOfPart(run: EnrichmentWire, name: PartName): number {
  return partOf(run, name).factors.reduce((sum, { maxPoints }) => sum + maxPoints, 0) / MAXIMUM[name];
}

function coverageOf(run: EnrichmentWire): number {
  return PARTS.reduce((sum, name) => sum + DEMO_WEIGHTS[name] * coverageOfPart(run, name), 0);
}

/** From the points of the factors alone, as docs/scoring.md says. */
function totalOf(run: EnrichmentWire): string {
  const known = PARTS.filter((name) => partOf(run, name).factors.length > 0);
  const sum = known.reduce(
    (total, name) => total + DEMO_WEIGHTS[name] * coverageOfPart(run, name) * unroundedPart(partOf(run, name)),
    0,
  );
  const caps = run.score?.gates.map(({ cap }) => cap) ?? [];
  return String(Math.min(Math.floor(sum / coverageOf(run) + 0.5 + 1e-9), ...caps));
}

function stageOf(run: EnrichmentWire): string {
  const total = Number(totalOf(run));
  const positives = run.signals.filter(({ polarity }) => polarity === 'positive').length;
  if (total >= 80 && positives >= 2) return 'qualified';
  if (total >= 70 && positives >= 1) return 'engaged';
  return total >= 60 ? 'contacted' : total >= 40 ? 'lead' : 'prospect';
}

function claimsMissing(run: EnrichmentWire, text: string, ids: readonly string[]): readonly string[] {
  const snippets = snippetsOf(run, ids);
  if (snippets === undefined) return [`"${text}" cites no evidence`];
  return claimsIn(text)
    .filter((claim) => !snippets.includes(claim))
    .map((claim) => `no cited evidence says "${claim}"`);
}

function signalMissing(run: EnrichmentWire, signal: EnrichmentWire['signals'][number]): readonly string[] {
  const upperCase = signal.text.match(/\b[A-Z][A-Z&]+\b/g) ?? [];
  const dated = snippetsOf(run, signal.evidence)?.includes(signal.occurredAt.slice(0, 10)) ?? false;
  return [
    ...claimsMissing(run, `${signal.text} ${upperCase.join(' ')}`, signal.evidence),
    ...(dated ? [] : [`no evidence of "${signal.text}" has its date ${signal.occurredAt}`]),
  ];
}

/** An action rests on the score, on a signal that is shown, or on words of the register. */
function reasonMissing(run: EnrichmentWire, reason: string): readonly string[] {
  if (reason === `Score ${totalOf(run)}` || run.signals.some(({ text }) => text === reason)) return [];
  const [due] = datesIn(reason);
  if (reason.startsWith('Accounts were due on')) return saidByRegister(run, `Next accounts due: ${due}`);
  return saidByRegister(run, reason.replace('The register says: ', 'Status: '));
}

function saidByRegister(run: EnrichmentWire, words: string): readonly string[] {
  const official = run.evidence.filter(({ source }) => source === 'register' || source === 'companies_house');
  return official.some(({ snippet }) => plain(snippet).includes(plain(words))) ? [] : [`no evidence says "${words}"`];
}

function isWithin(value: string, { createdAt, completedAt }: EnrichmentWire): boolean {
  return Date.parse(createdAt) <= Date.parse(value) && Date.parse(value) <= Date.parse(completedAt ?? '');
}
