import type { EnrichedRow } from './enrich-all.ts';

const STATUS_ORDER = ['completed', 'needs_review', 'no_match', 'insufficient_data', 'failed'] as const;

/** The table of contract §1: record, match, score, coverage, stage, signals, written properties. */
export function formatTable(rows: readonly EnrichedRow[]): string {
  const header = ['record', 'match', 'score', 'coverage', 'stage', 'signals', 'written', 'outcome'];
  const cells = rows.map(({ objectType, title, enrichment: e }) => [
    `${objectType}/${e.objectId} ${title}`.slice(0, 44),
    e.match?.company ? `${e.match.company.companyNumber ?? ''} ${percent(e.match.confidence)}` : '–',
    e.score?.total == null ? '–' : `${e.score.total} ${e.score.band ?? ''}`.trim(),
    e.score ? percent(e.score.coverage) : '–',
    e.dealStage ?? '–',
    String(e.signals.length),
    String(e.changes.filter(({ written }) => written).length),
    e.error ? `${e.status}: ${e.error.code}` : e.status,
  ]);
  const widths = header.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(line)].join('\n');
}

/** The last line of contract §1; the five add up. */
export function formatSummary(rows: readonly EnrichedRow[]): string {
  const [enriched, review, noMatch, insufficient, failed] = STATUS_ORDER.map(
    (status) => rows.filter(({ enrichment }) => enrichment.status === status).length,
  );
  return `${rows.length} records: ${enriched} enriched, ${review} need review, ${noMatch} no match, ${insufficient} insufficient data, ${failed} failed`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
