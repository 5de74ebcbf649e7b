import type { AutomationOutcome, Enrichment, Match } from '../../backend/src/domain/enrichment/enrichment.ts';
import type { Evidence } from '../../backend/src/domain/evidence/evidence.ts';
import { explainScore } from './explain-score.ts';

/** A stored result as a sales manager reads it: which company, the score from evidence to points, and where to check. */
export function explainEnrichment(enrichment: Enrichment): string {
  const { score, signals, sources, evidence } = enrichment;
  return [
    `${enrichment.objectType} ${enrichment.objectId}: ${enrichment.status.replaceAll('_', ' ')}, ${whenAndWho(enrichment)}`,
    ...(enrichment.error ? [`It failed: ${enrichment.error.message} (${enrichment.error.code})`] : []),
    '',
    ...explainMatch(enrichment.match),
    '',
    ...(score === null ? ['SCORE  none: without a company there is nothing to score'] : explainScore(score)),
    '',
    'SIGNALS',
    ...(signals.length === 0 ? ['  none alive'] : []),
    ...signals.map(
      ({ text, occurredAt, strength, polarity, weight, evidence: cited }) =>
        `  ${occurredAt.slice(0, 10)}  ${text} (${strength.replaceAll('_', ' ')}, ${polarity}, weight ${weight.toFixed(2)}) [${cited.join(', ')}]`,
    ),
    '',
    'AUTOMATION',
    ...explainAutomation(enrichment.automation),
    '',
    'SOURCES',
    ...sources.map(({ name, status, reason }) => `  ${name}: ${status}${reason === null ? '' : `, ${reason}`}`),
    '',
    'EVIDENCE',
    ...(evidence.length === 0 ? ['  none'] : evidence.map(explainEvidence)),
  ].join('\n');
}

function whenAndWho({ completedAt, createdAt, requestedBy, mode }: Enrichment): string {
  const who = requestedBy.userId === undefined ? '' : ` by user ${requestedBy.userId}`;
  return `${completedAt ?? createdAt}, asked for through ${requestedBy.kind}${who}${mode === 'preview' ? ', preview only' : ''}`;
}

function explainAutomation({ task, deal, owner, held, planned = [] }: AutomationOutcome): readonly string[] {
  const made = Object.entries({ task, deal, owner }).flatMap(([purpose, object]) => {
    if (object === null) return [];
    const why = object.reason === undefined ? '' : `, ${object.reason}`;
    return [`  ${purpose} ${object.id}: ${object.created ? 'made by this run' : 'there already'}${why}`];
  });
  const lines = [...made, ...planned.map((line) => `  planned ${line}`), ...held.map((line) => `  not done, ${line}`)];
  return lines.length === 0 ? ['  not reached'] : lines;
}

function explainMatch(match: Match | null): readonly string[] {
  if (match === null) return ['COMPANY  not looked for'];
  const why = match.reasons.map((reason) => `  because: ${reason}`);
  if (match.company !== null) {
    const { name, companyNumber, status } = match.company;
    const sure = `confidence ${match.confidence.toFixed(2)} of 1`;
    return [`COMPANY  ${name}, number ${companyNumber ?? 'none'}, ${status ?? 'status unknown'}; ${sure}`, ...why];
  }
  const shown = match.candidates.map(({ name, companyNumber, town, postcode, confidence, reasons }) => {
    const place = [town, postcode].filter((part) => part !== null).join(' ');
    return `  ${confidence.toFixed(2)}  ${name}, ${companyNumber ?? 'no number'}, ${place || 'no place'} (${reasons.join(', ')})`;
  });
  const title = shown.length === 0 ? 'COMPANY  none found' : 'COMPANY  left to a person; candidates, best first';
  return [title, ...why, ...shown];
}

function explainEvidence({ id, source, title, url, fetchedAt, snippet }: Evidence): string {
  return `  [${id}] ${title} (${source}, read ${fetchedAt.slice(0, 10)})${url === null ? '' : ` ${url}`}\n       ${snippet}`;
}
